package espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import espalier.data.Preprocessing;
import espalier.data.Sources;
import espalier.data.Splits;
import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Trace;
import espalier.runtime.Tracer;
import picocli.CommandLine.Option;

/** How the images of a place become labelled numbers; which place it is, the options of a command say. */
abstract class ImageOptions {
	static final String PLACES = "Labelled images, in a folder, tar, tar.gz or zip: by class in folders, CIFAR (binary or Python), IDX as MNIST, or NumPy arrays (npz too); or `shapes` for the generated sample.";

	@Option(names = "--data-seed", defaultValue = "1", paramLabel = "N", description = "Divides images into training and validation where the data does not (default ${DEFAULT-VALUE}).")
	private long seed = 1;
	@Option(names = "--resize", paramLabel = "N", description = "Resize so that the shorter side is N before cutting out the centre; 0 leaves images as they are, which have to be of the model's size then.")
	private @Nullable Integer resize;
	@Option(names = "--mean", split = ",", paramLabel = "X", description = "What is taken off each channel, after scaling, as in 0.485,0.456,0.406.")
	private @Nullable List<Float> mean;
	@Option(names = "--std", split = ",", paramLabel = "X", description = "What each channel is then divided by.")
	private @Nullable List<Float> std;
	@Option(names = "--scale", paramLabel = "X", description = "What pixels from 0 to 255 are multiplied by (default 1/255).")
	private @Nullable Float scale;
	@Option(names = "--bgr", description = "Blue first instead of red.")
	private boolean bgr;

	@Option(names = "--channels-convert", description = "Make grey images coloured by repeating, and coloured ones grey by luma, where the model wants the other.")
	private boolean convert;
	@Option(names = "--class-order", paramLabel = "FILE", description = "Names of the classes in the order of the model's outputs, one a line (default: as the data numbers them, folders alphabetically).")
	private @Nullable Path classOrder;

	/** As it was written. */
	abstract String place();

	Splits open() {
		return open(place());
	}

	/** Other images, divided and ordered in the same way. */
	Splits open(String place) {
		Splits splits = Sources.open(place, seed);
		return classOrder == null ? splits : splits.ordered(names(classOrder));
	}

	private static List<String> names(Path file) {
		try {
			return Files.readAllLines(file).stream().map(String::strip).filter(l -> !l.isEmpty()).toList();
		} catch (IOException e) {
			throw new BadInputException("Cannot read the order of classes from `" + file
					+ "`: check that the file is there and is text.", e);
		}
	}

	/** What was asked for, and for the rest what is usual for the model's input. */
	Preprocessing preprocessing(Graph graph) {
		return preprocessing(graph, Tracer.trace(graph));
	}

	/** Same for a model that was opened at some sizes. */
	Preprocessing preprocessing(Graph graph, Trace trace) {
		Shape input = graph.inputs().isEmpty() ? null : trace.inputs().get(graph.inputs().getFirst().name());
		if (input == null)
			throw new RefusedException("The sizes of the model's input are not known; give --input-size.");
		return preprocessing(input);
	}

	/** Same for an input of these sizes. */
	Preprocessing preprocessing(Shape input) {
		Preprocessing usual = Preprocessing.guess(input);
		return new Preprocessing(usual.height(), usual.width(), usual.channels(),
				resize == null ? usual.resize() : resize, bgr, usual.channelsLast(),
				scale == null ? usual.scale() : scale, mean == null ? usual.mean() : mean,
				std == null ? usual.std() : std, convert);
	}
}
