package espalier.cli;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import espalier.cost.Cost;
import espalier.cost.Si;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;
import espalier.session.Workpiece;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code info MODEL}: how large a network is, and how much of it can be cut. */
@Command(name = "info", mixinStandardHelpOptions = true, description = "Tells how large a model is and how much of it can be cut.")
final class InfoCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(paramLabel = "MODEL", description = "ONNX model.")
	private Path model = Path.of("");
	@Mixin
	private Source source = new Source();
	@Option(names = "--json", description = "Print one JSON object.")
	private boolean json;

	InfoCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		Source.Opened opened = source.open(model, console);
		if (json)
			console.json(object(opened));
		else
			print(opened);
		console.took(start);
		return ExitCode.DONE.number();
	}

	private void print(Source.Opened opened) {
		Workpiece piece = opened.piece();
		Graph graph = piece.graph();
		Coupling coupling = piece.coupling();
		Cost cost = piece.cost().original();
		Cost least = least(piece);
		int prunable = coupling.prunable().size();
		Table table = new Table("", "");
		table.row("nodes", Integer.toString(graph.nodes().size()));
		table.row("opset", Long.toString(graph.opset()));
		graph.inputs().forEach(i -> table.row("input", describe(i, piece.trace())));
		graph.outputs().forEach(o -> table.row("output", describe(o, piece.trace())));
		table.row("parameters", Si.of(cost.parameters()) + " (" + Si.of(cost.bytes(), "B") + ")");
		table.row("MACs", Si.of(cost.macs()) + " for one sample");
		table.row("groups", coupling.groups().size() + ": " + prunable + " prunable, "
				+ (coupling.groups().size() - prunable) + " pinned");
		table.row("channels", channels(coupling.groups()) + ": " + channels(coupling.prunable()) + " prunable ("
				+ Si.percent(prunableShare(coupling)) + ")");
		table.row("can go at most", Si.percent(1 - least.macsOf(cost)) + " of MACs, "
				+ Si.percent(1 - least.parametersOf(cost)) + " of parameters");
		table.print(console.out());
		if (!piece.cost().uncounted().isEmpty())
			console.progress("MACs leave out " + piece.cost().uncounted().size()
					+ " nodes whose shapes are not known; try --input-size.");
	}

	private static String describe(ValueInfo value, Trace trace) {
		Shape shape = trace.shape(value.name());
		return value.name() + " " + value.describe() + (shape == null ? "" : ", taken as " + shape);
	}

	private static ObjectNode object(Source.Opened opened) {
		Workpiece piece = opened.piece();
		Coupling coupling = piece.coupling();
		Cost cost = piece.cost().original();
		int prunable = coupling.prunable().size();
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		object.put("model", opened.file().path().toString()).put("sha256", opened.file().sha256());
		object.put("nodes", piece.graph().nodes().size()).put("parameters", cost.parameters()).put("macs", cost.macs())
				.put("bytes", cost.bytes()).put("groups", coupling.groups().size()).put("prunableGroups", prunable)
				.put("pinnedGroups", coupling.groups().size() - prunable)
				.put("prunableShare", prunableShare(coupling)).put("opset", piece.graph().opset());
		values(object.putArray("inputs"), piece.graph().inputs(), piece.trace());
		values(object.putArray("outputs"), piece.graph().outputs(), piece.trace());
		return object;
	}

	private static void values(ArrayNode array, List<ValueInfo> values, Trace trace) {
		for (ValueInfo value : values) {
			ObjectNode object = array.addObject().put("name", value.name()).put("declared", value.describe());
			if (trace.shape(value.name()) instanceof Shape shape)
				for (long dim : shape.toArray())
					object.withArray("shape").add(dim);
		}
	}

	private static int channels(List<ChannelGroup> groups) {
		return groups.stream().filter(g -> !g.alternative()).mapToInt(ChannelGroup::units).sum();
	}

	private static double prunableShare(Coupling coupling) {
		int all = channels(coupling.groups());
		return all == 0 ? 0 : (double) channels(coupling.prunable()) / all;
	}

	/** What one unit in every group would cost. */
	private static Cost least(Workpiece piece) {
		Map<ChannelGroup, BitSet> cuts = new LinkedHashMap<>();
		for (ChannelGroup group : piece.coupling().prunable()) {
			BitSet units = new BitSet();
			units.set(1, Math.max(1, group.units()));
			cuts.put(group, units);
		}
		return piece.cost().preview(Cuts.of(cuts));
	}
}
