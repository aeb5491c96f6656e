package espalier.bench;

import java.io.IOException;

/**
 * Starts a measurement by name: {@code training}, {@code evaluation}, {@code speedup} and {@code memory} compare whole
 * programs; any other name is a pattern for JMH.
 */
public final class Bench {
	private Bench() {}

	public static void main(String[] arguments) throws IOException {
		switch (arguments.length == 0 ? "" : arguments[0]) {
			case "training" -> TrainingBench.run();
			case "evaluation" -> EvaluationBench.run();
			case "speedup" -> SpeedupBench.run();
			case "memory" -> TrainingMemory.run();
			default -> org.openjdk.jmh.Main.main(arguments);
		}
	}
}
