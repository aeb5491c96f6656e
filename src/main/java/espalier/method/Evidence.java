package espalier.method;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import com.fasterxml.jackson.annotation.JsonIgnore;

import espalier.train.JsonFile;

/**
 * What several methods made of the same network with the same images, goal and epochs.
 *
 * @param form
 *            of the file
 * @param model
 *            name of its file
 * @param data
 *            as the images call themselves
 * @param trained
 *            images that each epoch goes over
 * @param images
 *            that accuracy is measured on
 * @param macs
 *            of the network before
 * @param parameters
 *            of the network before
 * @param accuracy
 *            of the network before, top-1
 * @param goal
 *            in words
 * @param epochs
 *            that each method has in all
 * @param wanted
 *            runs in all
 * @param runs
 *            those that are done
 */
public record Evidence(int form, String model, String data, int trained, int images, long macs, long parameters,
		double accuracy, String goal, int epochs, int wanted, List<Run> runs) {
	static final int FORM = 1;

	/**
	 * One method with one seed.
	 *
	 * @param identity
	 *            a hash over everything that the run follows from
	 * @param pruned
	 *            top-1 right behind the last cut, before what was trained after it
	 * @param accuracy
	 *            top-1 at the end
	 * @param seconds
	 *            that it took in all
	 * @param speedUp
	 *            how many times as fast its network is as the one before: medians of runs in turn in ONNX Runtime, one image on one
	 *            thread
	 */
	public record Run(String method, String title, String paper, long seed, String identity, long macs,
			long parameters, double pruned, double accuracy, int epochs, double seconds, double speedUp) {}

	/** The runs of one method. */
	public record Row(String method, String title, String paper, List<Run> runs) {
		/** Mean over its seeds. */
		public double mean(ToDoubleFunction<Run> of) {
			return runs.stream().mapToDouble(of).average().orElse(Double.NaN);
		}

		/** Half of the way from the lowest to the highest of its seeds. */
		public double spread() {
			return (runs.stream().mapToDouble(Run::accuracy).max().orElse(0)
					- runs.stream().mapToDouble(Run::accuracy).min().orElse(0)) / 2;
		}
	}

	public Evidence {
		runs = List.copyOf(runs);
	}

	/** The methods in the order in which they were run first. */
	@JsonIgnore
	public List<Row> rows() {
		Map<String, List<Run>> byMethod = new LinkedHashMap<>();
		runs.forEach(run -> byMethod.computeIfAbsent(run.method, _ -> new ArrayList<>()).add(run));
		return byMethod.values().stream()
				.map(of -> new Row(of.getFirst().method, of.getFirst().title, of.getFirst().paper, of)).toList();
	}

	@JsonIgnore
	public boolean done() {
		return runs.size() >= wanted;
	}

	/** @throws espalier.graph.BadInputException when the folder holds none */
	public static Evidence read(Path folder) {
		return of(file(folder));
	}

	/** @throws espalier.graph.BadInputException when the file is none */
	public static Evidence of(Path file) {
		return JsonFile.read(file, Evidence.class, "record of evidence",
				"name the evidence.json that `espalier evidence` writes");
	}

	void write(Path folder) {
		JsonFile.write(this, file(folder));
	}

	static Path file(Path folder) {
		return folder.resolve("evidence.json");
	}
}
