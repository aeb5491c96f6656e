package espalier.app;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.plan.Surgeon;
import espalier.report.Figure;
import espalier.report.Format;
import espalier.report.Report;
import espalier.report.SensitivityCurves;
import espalier.session.Version;
import espalier.train.ForPyTorch;

/** Writes what is shown to files in the background, and tells when it is done. */
final class Exporting {
	private final Workbench bench;

	Exporting(Workbench bench) {
		this.bench = bench;
	}

	/** A file name to begin with, as in {@code resnet20-v2.onnx}. */
	String suggested(String suffix) {
		Version version = bench.version().get();
		return version == null ? "model." + suffix : file(version, suffix).toString();
	}

	/** What the file of a version is called, unless a person says otherwise. */
	Path file(Version version, String suffix) {
		Opened now = bench.opened().get();
		String name = now == null ? "model" : now.name();
		int dot = name.lastIndexOf('.');
		return Path.of((dot > 0 ? name.substring(0, dot) : name) + "-v" + Methods.number(version) + "." + suffix);
	}

	/** The version shown as ONNX, once ONNX Runtime has loaded it from a trial file. */
	void model(Path target) {
		Opened now = bench.opened().get();
		Version version = bench.version().get();
		if (now == null || version == null)
			return;
		write("Export " + target.getFileName(), target, progress -> {
			progress.at("Writing and checking", -1);
			Export.model(finished(version), target);
		}, () -> {
			now.exported().add(version.id());
			Path plan = target.resolveSibling(suggested("json"));
			bench.log().add("Export " + target.getFileName(), ActLog.apply(plan, now.file().path(), target));
		});
	}

	/** Everything from the file's network to what is planned now, as one plan. */
	void plan(Path target) {
		Opened now = bench.opened().get();
		Version version = bench.version().get();
		PlanEdit edit = bench.edit().get();
		if (now == null || version == null || edit == null)
			return;
		Cuts cuts = edit.cuts();
		Thinned of = edit.thinned();
		write("Export " + target.getFileName(), target, progress -> {
			progress.at("Telling it of the original", -1);
			Export.plan(now.history().planFromOriginal(version, of.piece(), cuts), target);
		}, () -> bench.log().add("Export plan " + target.getFileName(),
				ActLog.apply(target, now.file().path(), Path.of("pruned.onnx"))));
	}

	/** The version shown as a module that {@code torch.jit.load} reads. */
	void script(Path target) {
		forPyTorch(target, "--torchscript", graph -> ForPyTorch.script(graph, target));
	}

	/** The weights of the version shown as safetensors. */
	void weights(Path target) {
		forPyTorch(target, "--safetensors", graph -> ForPyTorch.weights(graph, target));
	}

	private void forPyTorch(Path target, String option, Consumer<Graph> writing) {
		Version version = bench.version().get();
		if (version == null)
			return;
		write("Export " + target.getFileName(), target, progress -> writing.accept(finished(version)),
				() -> bench.log().add("Export " + target.getFileName(),
						ActLog.export(Path.of(suggested("onnx")), option, target)));
	}

	/** All that this sitting knows, as a page and, beside it, as a PDF. */
	void report(Path target) {
		Opened now = bench.opened().get();
		if (now == null)
			return;
		Images images = bench.images().get();
		String data = images == null ? "" : Images.title(images.place());
		List<SensitivityCurves.Series> sweeps = bench.sweeping().kept().stream()
				.map(k -> new SensitivityCurves.Series(k.title(), k.sensitivity())).toList();
		String name = String.valueOf(target.getFileName());
		Path pdf = target.resolveSibling(name.replaceFirst("\\.html?$", "") + ".pdf");
		write("Export " + name, target, progress -> {
			progress.at("Telling each version of the original", -1);
			Report report = Telling.of(now.history(), sweeps, data);
			progress.at("Drawing", -1);
			report.writeHtml(target);
			report.writePdf(pdf);
		}, () -> {
			bench.say("Wrote " + target.toAbsolutePath() + ", and beside it " + pdf.getFileName());
			bench.log().add("Export report " + name, "");
		});
	}

	/** A chart as it is drawn on paper. */
	void figure(Figure figure, Format format, Path target) {
		write("Export " + target.getFileName(), target, progress -> format.write(figure, target),
				() -> bench.log().add("Export chart " + target.getFileName(), ""));
	}

	void picture(BufferedImage image, Path target) {
		write("Export " + target.getFileName(), target, progress -> Export.picture(image, target),
				() -> bench.log().add("Export picture " + target.getFileName(), ""));
	}

	/** Without adapters that do nothing. */
	private static Graph finished(Version version) {
		return Surgeon.apply(version.piece().coupling(), Cuts.NONE);
	}

	private interface Writing {
		void write(Running.Progress progress) throws Exception;
	}

	private void write(String title, Path target, Writing writing, Runnable done) {
		bench.running().start(title, false, progress -> {
			writing.write(progress);
			return target;
		}, file -> {
			bench.say("Wrote " + file.toAbsolutePath());
			done.run();
		}, e -> bench.report("Cannot write " + target.getFileName(), e));
	}
}
