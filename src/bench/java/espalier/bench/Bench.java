package espalier.bench;

import java.io.IOException;

import espalier.zoo.ZooTable;

/**
 * Starts a measurement by name: {@code training}, {@code evaluation}, {@code speedup}, {@code sensitivity}, {@code methods} and {@code memory}
 * compare whole programs, {@code surgery} measures memory, {@code zoo} makes a table of architectures; any other name is a pattern for JMH.
 */
public final class Bench {
	private Bench() {}

	public static void main(String[] arguments) throws IOException {
		switch (arguments.length == 0 ? "" : arguments[0]) {
			case "training" -> TrainingBench.run();
			case "evaluation" -> EvaluationBench.run();
			case "sensitivity" -> SensitivityBench.run();
			case "methods" -> espalier.method.MethodBench.run();
			case "speedup" -> SpeedupBench.run();
			case "memory" -> TrainingMemory.run();
			case "surgery" -> SurgeryMemory.run();
			case "zoo" -> ZooTable.main(java.util.Arrays.copyOfRange(arguments, 1, arguments.length));
			default -> org.openjdk.jmh.Main.main(arguments);
		}
	}
}
