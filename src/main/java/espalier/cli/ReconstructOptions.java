package espalier.cli;

import java.util.Locale;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.cost.Si;
import espalier.data.Splits;
import espalier.graph.RefusedException;
import espalier.reconstruct.Calibration;
import espalier.reconstruct.LayerFit;
import espalier.reconstruct.Reconstruction;
import espalier.session.Survey;
import picocli.CommandLine.Option;

/** The images that layers are fitted on after a cut; how they are read, a command's other options say. */
final class ReconstructOptions {
	@Option(names = "--reconstruct", paramLabel = "DATA", description = "After the cut fit each layer that lost inputs to what it made before, in order of depth, by least squares on training images, read as those of --data are. "
			+ ImageOptions.PLACES)
	private @Nullable String place;
	@Option(names = "--reconstruct-images", defaultValue = "500", paramLabel = "N", description = "Reconstruct on N of the training images, evenly over the classes (default ${DEFAULT-VALUE}).")
	private int images = 500;

	/** What was cut, with its layers fitted; null where that was not asked for. */
	@Nullable
	Reconstruction of(Coupling coupling, Cuts cuts, ImageOptions how, Console console) {
		if (place == null)
			return null;
		if (images < 1)
			throw new RefusedException("Nothing can be reconstructed on " + images + " images; give 1 or more.");
		if (cuts.isEmpty())
			throw new RefusedException("No channels go, so no layer lost inputs; cut some, or leave --reconstruct.");
		long start = System.nanoTime();
		Splits splits = how.open(place);
		splits.notes().forEach(console::progress);
		Reconstruction fitted = Reconstruction.after(coupling, cuts,
				Calibration.of(Survey.sample(splits.train(), images),
						how.preprocessing(coupling.graph(), coupling.trace())),
				() -> false, (step, share) -> console.progress("Reconstructing " + step + "."));
		fitted.left().forEach(console::progress);
		console.progress(fitted.layers().isEmpty()
				? "No layer was reconstructed."
				: String.format(Locale.ROOT, "Reconstructed %d layer%s on %d images in %.2f s.", fitted.layers().size(),
						fitted.layers().size() == 1 ? "" : "s", fitted.layers().getFirst().images(),
						Console.seconds(start)));
		return fitted;
	}

	/** What each layer misses of what it made, as a share of its spread. */
	static void print(Reconstruction fitted, Console console) {
		Table layers = new Table("RECONSTRUCTED LAYER", ">MISSED", ">MISSES NOW");
		for (LayerFit layer : fitted.layers())
			layers.row(layer.layer(), Si.percent(layer.lostBefore()), Si.percent(layer.lostAfter()));
		if (!fitted.layers().isEmpty()) {
			console.out().println();
			layers.print(console.out());
		}
	}

	static void object(Reconstruction fitted, ObjectNode object) {
		ArrayNode layers = object.putArray("reconstructed");
		for (LayerFit layer : fitted.layers()) {
			ObjectNode each = layers.addObject().put("node", layer.node()).put("layer", layer.layer());
			layer.groups().forEach(each.putArray("groups")::add);
			each.put("images", layer.images()).put("samples", layer.samples()).put("spread", layer.spread())
					.put("before", layer.before()).put("after", layer.after());
		}
		fitted.left().forEach(object.putArray("notReconstructed")::add);
	}
}
