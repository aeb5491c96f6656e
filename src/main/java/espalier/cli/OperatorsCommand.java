package espalier.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import espalier.coupling.Coverage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code operators}: which ONNX operators channels can be cut around. */
@Command(name = "operators", mixinStandardHelpOptions = true, description = "Lists every ONNX operator: with a rule of its own, passed through, stating sizes, or pinned, so that the channels that meet it stay.")
final class OperatorsCommand implements Callable<Integer> {
	private final Console console;

	@Option(names = "--json", description = "Print JSON.")
	private boolean json;

	OperatorsCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		List<Coverage> all = Coverage.all();
		if (json) {
			ObjectNode object = JsonNodeFactory.instance.objectNode();
			all.forEach(c -> object.put(c.operator(), c.state().label()));
			console.json(object);
			return ExitCode.DONE.number();
		}
		Table table = new Table("OPERATOR", "CHANNELS THERE ARE");
		all.forEach(c -> table.row(c.operator(), c.state().label()));
		table.print(console.out());
		console.out().println();
		console.out().println(java.util.Arrays.stream(Coverage.State.values())
				.map(s -> all.stream().filter(c -> c.state() == s).count() + " " + s.label())
				.collect(Collectors.joining(", ")));
		return ExitCode.DONE.number();
	}
}
