package espalier.method;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Cuts;
import espalier.graph.BadInputException;
import espalier.graph.RefusedException;
import espalier.onnx.OnnxReader;
import espalier.onnx.OnnxWriter;
import espalier.plan.Plan;
import espalier.plan.PlanJson;
import espalier.session.Workpiece;

/**
 * Where a run is kept: {@code run.json} with what was done, and of each act that is done the plan of its cuts or the network with
 * its weights. Files are replaced as a whole, the network before the note that it is there.
 */
final class RunFolder {
	private final Path folder;
	private final MethodRun.Task task;
	private final long macs;
	private final String identity;
	private final List<RunRecord.Act> notes;

	private RunFolder(Path folder, MethodRun.Task task, long macs, String identity, List<RunRecord.Act> notes) {
		this.folder = folder;
		this.task = task;
		this.macs = macs;
		this.identity = identity;
		this.notes = new ArrayList<>(notes);
	}

	/**
	 * Takes up a run, or makes the folder of a new one.
	 *
	 * @param macs
	 *            of the network before the run
	 * @throws RefusedException
	 *             when it is of another run
	 */
	static RunFolder open(Path folder, MethodRun.Task task, long macs) {
		String identity = task.identity();
		Path file = RunRecord.file(folder);
		if (!Files.exists(file)) {
			try {
				Files.createDirectories(folder);
			} catch (IOException e) {
				throw BadInputException.unwritable(folder, e);
			}
			return new RunFolder(folder, task, macs, identity, List.of());
		}
		RunRecord found = RunRecord.read(folder);
		if (!found.identity().equals(identity))
			throw new RefusedException("`" + folder + "` holds a run of " + found.recipe().title() + " to "
					+ found.goal() + " with another recipe, model, goal or images; name another folder, or delete it.");
		return new RunFolder(folder, task, macs, identity, found.acts());
	}

	/** Where the training of an act is kept after each epoch. */
	Path checkpoint(int number) {
		return folder.resolve("act-" + number + ".checkpoint");
	}

	private Path plan(int number) {
		return folder.resolve("act-" + number + ".plan.json");
	}

	private Path model(int number) {
		return folder.resolve("act-" + number + ".onnx");
	}

	/** An act that was done in an earlier run; null where there is none, or its file can't be read. */
	@Nullable
	Stage stage(int number, Workpiece before) {
		if (number > notes.size())
			return null;
		try {
			return kept(number, before);
		} catch (BadInputException e) {
			// done again, as are those that follow from it
			notes.subList(number - 1, notes.size()).clear();
			return null;
		}
	}

	private Stage kept(int number, Workpiece before) {
		RunRecord.Act note = notes.get(number - 1);
		Stage.Change change = new Stage.Change.Weights();
		Workpiece after = note.weights() ? before.like(OnnxReader.read(model(number)).graph()) : before;
		if (note.cut()) {
			Plan plan = PlanJson.read(plan(number));
			Workpiece planned = before.by(plan.choices());
			Cuts cuts = plan.cuts(planned.coupling());
			change = note.weights() ? new Stage.Change.Fitted(planned, cuts) : new Stage.Change.Cut(planned, cuts);
			if (!note.weights())
				after = planned.without(cuts);
		}
		return new Stage(number, note.title(), change, after, note.accuracy(), note.images(), note.metrics(),
				note.seconds());
	}

	private void keep(Workpiece planned, Cuts cuts, Stage stage) {
		PlanJson.write(Plan.of(planned.coupling(), cuts, identity, stage.title()), plan(stage.number()));
	}

	/** Keeps an act that is done. */
	void keep(Stage stage) {
		boolean cut = !(stage.change() instanceof Stage.Change.Weights);
		boolean weights = !(stage.change() instanceof Stage.Change.Cut);
		switch (stage.change()) {
			case Stage.Change.Cut(Workpiece planned, Cuts cuts) -> keep(planned, cuts, stage);
			case Stage.Change.Fitted(Workpiece planned, Cuts cuts) -> keep(planned, cuts, stage);
			case Stage.Change.Weights() -> {
			}
		}
		if (weights)
			OnnxWriter.write(stage.piece().graph(), model(stage.number()));
		notes.add(new RunRecord.Act(stage.title(), cut, weights, stage.piece().cost().original().macs(),
				stage.piece().cost().original().parameters(), stage.accuracy(), stage.images(), stage.metrics(),
				stage.seconds()));
		new RunRecord(RunRecord.FORM, identity, task.recipe(), task.budget().describe(), macs,
				Act.of(task.recipe()).size(),
				notes).write(folder);
		try {
			Files.deleteIfExists(checkpoint(stage.number()));
		} catch (IOException e) {
			throw BadInputException.unwritable(checkpoint(stage.number()), e);
		}
	}
}
