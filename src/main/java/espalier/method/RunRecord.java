package espalier.method;

import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;

import espalier.graph.BadInputException;
import espalier.train.JsonFile;
import espalier.train.Metrics;

/**
 * What is written of a run while it goes.
 *
 * @param form
 *            of the file
 * @param identity
 *            a hash over everything that the result follows from
 * @param goal
 *            in words
 * @param macs
 *            of the network before the run
 * @param of
 *            how many acts it has
 * @param acts
 *            those that are done
 */
public record RunRecord(int form, String identity, MethodRecipe recipe, String goal, long macs, int of,
		List<Act> acts) {
	static final int FORM = 1;

	public RunRecord {
		acts = List.copyOf(acts);
	}

	/**
	 * An act that is done.
	 *
	 * @param cut
	 *            whether it has a plan, which is kept
	 * @param weights
	 *            whether it changed weights, so that its network is kept
	 * @param macs
	 *            of the network behind it
	 * @param accuracy
	 *            top-1 behind it
	 * @param images
	 *            that it was measured on
	 */
	public record Act(String title, boolean cut, boolean weights, long macs, long parameters, double accuracy,
			int images,
			List<Metrics> metrics, double seconds) {}

	/**
	 * Reads what is written of a run.
	 *
	 * @throws BadInputException
	 *             when the folder holds none
	 */
	public static RunRecord read(Path folder) {
		RunRecord found = JsonFile.read(file(folder), RunRecord.class, "record of a run",
				"name the folder of one, as `espalier method run --folder` makes it");
		if (found.form != FORM)
			throw new BadInputException("`" + file(folder) + "` is of another version of Espalier; run it again.");
		return found;
	}

	void write(Path folder) {
		JsonFile.write(this, file(folder));
	}

	static Path file(Path folder) {
		return folder.resolve("run.json");
	}

	@JsonIgnore
	public boolean done() {
		return acts.size() == of;
	}

	/** Passes over the training images so far. */
	@JsonIgnore
	public int epochs() {
		return acts.stream().mapToInt(a -> a.metrics.size()).sum();
	}

	@JsonIgnore
	public double seconds() {
		return acts.stream().mapToDouble(Act::seconds).sum();
	}
}
