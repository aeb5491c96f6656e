package espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import espalier.cost.Si;
import espalier.data.Preprocessing;
import espalier.data.Splits;
import espalier.data.Subset;
import espalier.depth.Gated;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Trace;
import espalier.onnx.OnnxReader;
import espalier.onnx.OnnxWriter;
import espalier.region.Regions;
import espalier.runtime.Tracer;
import espalier.train.Control;
import espalier.train.Fading;
import espalier.train.Metrics;
import espalier.train.Outcome;
import espalier.train.Progress;
import espalier.train.Recipe;
import espalier.train.Scratch;
import espalier.train.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code train MODEL --data DATA -o OUT}: fine-tunes a network, or trains it from scratch. */
@Command(name = "train", mixinStandardHelpOptions = true, sortOptions = false, description = "Trains a model on labelled images and writes it with the best weights.")
final class TrainCommand implements Callable<Integer> {
	private final Console console;

	@Parameters(paramLabel = "MODEL", description = "ONNX model.")
	private Path model = Path.of("");
	@Mixin
	private DataOptions data = new DataOptions();
	@Option(names = {"-o", "--output"}, required = true, paramLabel = "OUT", description = "ONNX file to write.")
	private Path out = Path.of("");
	@Option(names = "--recipe", paramLabel = "FILE", description = "Recipe (JSON) to train by.")
	private @Nullable Path recipeFile;
	@Option(names = "--preset", defaultValue = "standard", description = "Recipe to start from where none is given: quick, standard, long (default ${DEFAULT-VALUE}).")
	private String preset = "standard";
	@Option(names = "--epochs", paramLabel = "N", description = "Passes over the images.")
	private @Nullable Integer epochs;
	@Option(names = "--batch", paramLabel = "N", description = "Images a step.")
	private @Nullable Integer batch;
	@Option(names = "--rate", paramLabel = "X", description = "Highest learning rate.")
	private @Nullable Double rate;
	@Option(names = "--seed", paramLabel = "N", description = "Seed of everything drawn.")
	private @Nullable Long seed;
	@Option(names = "--images", paramLabel = "N", description = "Train on N images only, evenly over the classes, drawn by seed (default: all).")
	private @Nullable Integer images;
	@Option(names = "--from-scratch", description = "Draw the weights anew first.")
	private boolean scratch;
	@Option(names = "--teacher", paramLabel = "MODEL", description = "Learn from this model's outputs, too (knowledge distillation).")
	private @Nullable Path teacher;
	@Option(names = "--fade", paramLabel = "REGION", description = "Let this region's part fade to nothing while training, and take it out then (dense to sparse); once for each.")
	private List<String> fade = new ArrayList<>();
	@Option(names = "--fade-share", paramLabel = "SHARE", description = "Share of the training in which it fades; the rest is for what is left (default 0.75).")
	private @Nullable Share fadeShare;
	@Option(names = "--checkpoint", paramLabel = "FILE", description = "Kept after every epoch; training goes on from it where it is there.")
	private @Nullable Path checkpoint;
	@Option(names = "--threads", defaultValue = "0", paramLabel = "N", description = "Threads to compute with (default: one a core).")
	private int threads;
	@Option(names = "--save-recipe", paramLabel = "FILE", description = "Write the recipe that is used.")
	private @Nullable Path saveRecipe;
	@Option(names = "--json", description = "Print one JSON object.")
	private boolean json;

	TrainCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		long start = System.nanoTime();
		if (fade.isEmpty() && fadeShare != null)
			throw new RefusedException("--fade-share says how fast regions fade: add --fade REGION, or leave it out.");
		Recipe recipe = recipe();
		if (saveRecipe != null)
			recipe.write(saveRecipe);
		Graph read = OnnxReader.read(model).graph();
		Graph whole = scratch ? Scratch.of(read, recipe.seed()) : read;
		Gated gated = fade.isEmpty() ? null : gated(whole);
		Graph graph = gated == null ? whole : gated.graph();
		Splits splits = some(data.open(), images, recipe.seed());
		Preprocessing preprocessing = data.preprocessing(graph);
		console.progress("Training on " + splits.train().size() + " images of " + splits.train().classes().size()
				+ " classes, measuring on " + splits.validation().size()
				+ (splits.divided() ? " kept back by seed." : "."));
		splits.notes().forEach(console::progress);
		Outcome outcome = Trainer.run(
				new Trainer.Job(graph, splits, preprocessing, recipe,
						teacher == null ? null : OnnxReader.read(teacher).graph(), checkpoint,
						threads > 0 ? threads : Runtime.getRuntime().availableProcessors())
						.with(gated == null ? null
								: new Fading(gated.gates(), fadeShare == null ? Fading.USUAL : fadeShare.value())),
				new Control(), new Report());
		if (outcome.best() == 0)
			throw new RefusedException("Training ended before "
					+ (gated == null ? "its first epoch" : "the regions had faded and another epoch was done") + " ("
					+ outcome.end().words() + "); nothing was written.");
		OnnxWriter.write(gated == null ? outcome.graph() : gated.closed(outcome.graph(), Tracer.defaultInputs(whole)),
				out);
		Metrics best = outcome.metrics().get(outcome.best() - 1);
		console.progress("Wrote " + out + ".");
		if (json)
			console.json(object(outcome, best));
		else
			console.out().printf(Locale.ROOT, "accuracy %s after epoch %d of %d (%s)%n", Si.percent(best.accuracy()),
					outcome.best(), outcome.metrics().size(), outcome.end().words());
		console.took(start);
		return ExitCode.DONE.number();
	}

	private Gated gated(Graph whole) {
		Trace trace = Tracer.trace(whole);
		Regions regions = Regions.of(whole, trace);
		return Gated.of(whole, trace, fade.stream().map(name -> DepthOptions.bypass(regions.named(name))).toList());
	}

	/** All images, or so many of those to train on. */
	static Splits some(Splits all, @Nullable Integer images, long draw) {
		if (images != null && images < 1)
			throw new RefusedException("A training needs 1 image or more; give --images a higher number.");
		return images == null
				? all
				: new Splits(Subset.stratified(all.train(), images, draw), all.validation(), all.divided());
	}

	private Recipe recipe() {
		Recipe recipe = recipeFile != null ? Recipe.read(recipeFile) : switch (preset) {
			case "quick" -> Recipe.quick();
			case "standard" -> Recipe.standard();
			case "long" -> Recipe.thorough();
			default -> throw new RefusedException(
					"There is no recipe called `" + preset + "`; there are quick, standard and long.");
		};
		if (epochs != null)
			recipe = recipe.withEpochs(epochs);
		if (batch != null)
			recipe = recipe.withBatch(batch);
		if (seed != null)
			recipe = recipe.withSeed(seed);
		if (rate != null)
			recipe = recipe.withSchedule(recipe.schedule().withRate(rate));
		if (teacher != null && recipe.loss().distillation() == 0)
			recipe = recipe.withLoss(new Recipe.Loss(recipe.loss().labelSmoothing(), 0.9, 4));
		return recipe;
	}

	private ObjectNode object(Outcome outcome, Metrics best) {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		object.put("output", out.toString()).put("accuracy", best.accuracy()).put("loss", best.loss())
				.put("epoch", outcome.best()).put("end", outcome.end().name().toLowerCase(Locale.ROOT));
		for (Metrics m : outcome.metrics())
			object.withArray("epochs").addObject().put("epoch", m.epoch()).put("trainLoss", m.trainLoss())
					.put("trainAccuracy", m.trainAccuracy()).put("loss", m.loss()).put("accuracy", m.accuracy())
					.put("seconds", m.seconds());
		return object;
	}

	/** An epoch in a line. */
	static String line(Metrics m) {
		return String.format(Locale.ROOT,
				"epoch %d: training loss %.4f, accuracy %s; validation loss %.4f, accuracy %s (%.0f s)", m.epoch(),
				m.trainLoss(), Si.percent(m.trainAccuracy()), m.loss(), Si.percent(m.accuracy()), m.seconds());
	}

	/** A line an epoch. */
	private final class Report implements Progress {
		@Override
		public void epoch(Metrics m) {
			console.progress(line(m));
		}

		@Override
		public void skipped(String description) {
			console.progress("Left out: " + description + ".");
		}
	}
}
