package espalier.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import espalier.graph.Shape;
import espalier.runtime.Value;

/** A program that writes one checkpoint after the other, each with its number everywhere, until it is killed. */
final class CheckpointWriter {
	static final String JOB = "the job";
	private static final int NUMBERS = 1 << 20;

	private CheckpointWriter() {}

	/** @param arguments the file, and the number to begin with */
	public static void main(String[] arguments) {
		for (int number = Integer.parseInt(arguments[1]);; number++) {
			checkpoint(number).write(Path.of(arguments[0]));
			System.out.println(number);
			System.out.flush();
		}
	}

	static Checkpoint checkpoint(int number) {
		List<Metrics> metrics = new ArrayList<>();
		for (int epoch = 1; epoch <= number; epoch++)
			metrics.add(new Metrics(epoch, number, 0, 0, 0, 0, 0));
		float[] same = new float[NUMBERS];
		Arrays.fill(same, number);
		Value value = Value.floats(Shape.of(NUMBERS), same);
		return new Checkpoint(JOB, metrics, Map.of("a", value, "b", value), Map.of("a", value));
	}
}
