package espalier.app;

import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.data.Preprocessing;
import espalier.evaluate.sweep.SweepJob;
import espalier.importance.Aggregation;
import espalier.importance.Criterion;
import espalier.importance.Scores;
import espalier.region.Bypass;
import espalier.session.Survey;
import espalier.train.Recipe;

/** What was done, each act with the command line that does the same, so that clicks become scripts. */
public final class ActLog {
	private final ObservableList<Entry> entries = FXCollections.observableArrayList();
	// one view for ever: listeners on a fresh one would be lost with it
	private final ObservableList<Entry> entriesShown = FXCollections.unmodifiableObservableList(entries);

	/** @param command the same act in a shell, or empty where there is none */
	public record Entry(LocalTime time, String act, String command) {}

	public ObservableList<Entry> entries() {
		return entriesShown;
	}

	void add(String act, String command) {
		entries.add(new Entry(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS), act, command));
	}

	/** All commands, one a line, as a script to run again. */
	String script() {
		return entries.stream().map(Entry::command).filter(c -> !c.isEmpty()).collect(Collectors.joining("\n"));
	}

	static String info(Path model) {
		return "espalier info " + quoted(model);
	}

	static String apply(Path plan, Path model, Path out) {
		return "espalier apply " + quoted(plan) + " " + quoted(model) + " -o " + quoted(out);
	}

	/** @param option which kind of file, as the command line takes it */
	static String export(Path model, String option, Path out) {
		return "espalier export " + quoted(model) + " " + option + " " + quoted(out);
	}

	/** @param count images, or 0 for all */
	static String evaluate(Path model, Images images, int count) {
		return "espalier evaluate " + quoted(model) + data(images) + (count > 0 ? " --images " + count : "");
	}

	/** @param model the file of the version that was measured */
	static String sensitivity(Path model, Images images, Scores scores, SweepJob job) {
		StringJoiner line = new StringJoiner(" ");
		line.add("espalier sensitivity").add(quoted(model)).add(data(images).strip())
				.add("--images " + job.data().size()).add("--metric " + job.metric().id());
		if (!job.ratios().equals(SweepJob.RATIOS))
			line.add("--ratios " + job.ratios().stream().map(String::valueOf).collect(Collectors.joining(",")));
		scored(line, scores.criterion(), scores.aggregation());
		return line.toString();
	}

	static String train(Path model, Images images, String preset, Recipe recipe, boolean distil) {
		StringJoiner line = new StringJoiner(" ");
		line.add("espalier train").add(quoted(model)).add("-o trained.onnx").add(data(images).strip());
		line.add("--preset " + preset).add("--epochs " + recipe.epochs()).add("--batch " + recipe.batch())
				.add("--rate " + recipe.schedule().rate()).add("--seed " + recipe.seed());
		if (distil)
			line.add("--teacher " + quoted(model));
		return line.toString();
	}

	/** @param model the file of the version that the method starts from */
	static String method(Path model, Images images, MethodOrder order) {
		StringJoiner line = new StringJoiner(" ");
		line.add("espalier method run").add(quoted(order.source())).add("--model").add(quoted(model))
				.add(data(images).strip()).add(order.target().option()).add("--epochs " + order.recipe().epochs())
				.add("--seed " + order.recipe().seed());
		if (order.minimumWidth() > 1)
			line.add("--min-width " + order.minimumWidth());
		if (order.roundTo() > 1)
			line.add("--round-to " + order.roundTo());
		return line.add("-o pruned.onnx").toString();
	}

	static String evidence(Path model, Images images, EvidenceOrder order) {
		return "espalier evidence " + quoted(model) + data(images) + " " + order.target().option() + " --methods "
				+ order.methods().stream().map(m -> quoted(m.source())).collect(Collectors.joining(",")) + " --epochs "
				+ order.epochs() + " --seeds "
				+ order.draws().stream().map(String::valueOf).collect(Collectors.joining(",")) + " --images "
				+ order.images() + " -o " + quoted(order.folder());
	}

	/** @param version the file of the version that is compared with the first */
	static String compare(Path first, Path version, Images images, int count) {
		return evaluate(version, images, count) + " --original " + quoted(first);
	}

	static String time(List<Path> models, TimingSetup setup) {
		return "espalier bench-latency " + models.stream().map(ActLog::quoted).collect(Collectors.joining(" "))
				+ " --batch " + setup.batch() + " --threads " + setup.threads() + " --runs " + setup.runs()
				+ " --nodes";
	}

	static String recalibrate(Path model, Images images, int count) {
		return "espalier recalibrate " + quoted(model) + " -o recalibrated.onnx" + data(images) + " --images " + count;
	}

	private static String data(Images images) {
		Preprocessing p = images.preprocessing();
		return " --data " + quoted(images.place()) + (p.resize() > 0 ? " --resize " + p.resize() : "") + " --mean "
				+ numbers(p.mean()) + " --std " + numbers(p.std()) + " --scale " + p.scale()
				+ (p.bgr() ? " --bgr" : "") + (p.convertChannels() ? " --channels-convert" : "");
	}

	private static String numbers(List<Float> numbers) {
		return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
	}

	/**
	 * The call that makes the same cuts: by the allocator, with what was set by hand added.
	 *
	 * @param removed
	 *            regions that go
	 * @param options
	 *            what was chosen before
	 * @param images
	 *            that the criterion looks at, where it does, and adapters are fitted to
	 */
	static String prune(Path model, Draft draft, List<Bypass> removed, List<String> options, @Nullable Images images,
			String out) {
		StringJoiner line = new StringJoiner(" ");
		line.add("espalier prune").add(quoted(model)).add("-o").add(quoted(Path.of(out)));
		options.forEach(line::add);
		removed.forEach(b -> line.add("--remove " + quoted(b.region())));
		Method method = draft.method();
		scored(line, method.criterion(), method.aggregation());
		if (images != null && removed.stream().anyMatch(b -> b.fit() != null))
			line.add("--fit " + quoted(images.place())).add("--fit-images " + Fitting.IMAGES);
		boolean measured = method.criterion().needs().images();
		if (images != null && (measured || removed.stream().anyMatch(b -> b.fit() != null)))
			line.add(data(images).strip());
		if (images != null && measured)
			line.add("--images " + Survey.IMAGES);
		if (method.minimumWidth() > 1)
			line.add("--min-width " + method.minimumWidth());
		if (method.roundTo() > 1)
			line.add("--round-to " + method.roundTo());
		if (draft.allocated())
			line.add("--allocator " + method.allocator().id()).add(draft.target().option());
		List<ChannelGroup> byHand = new ArrayList<>(draft.cuts().groups());
		byHand.removeIf(g -> draft.allocated() && !draft.manual().contains(g));
		for (ChannelGroup group : byHand)
			line.add("--group " + quoted(group.name() + "=" + ratio(draft, group)));
		for (ChannelGroup group : draft.locked())
			line.add("--lock " + quoted(group.name()));
		return line.toString();
	}

	private static void scored(StringJoiner line, Criterion criterion, Aggregation aggregation) {
		line.add("--criterion " + criterion.id());
		Aggregation usual = Aggregation.DEFAULT;
		if (aggregation.normalise() != usual.normalise())
			line.add("--normalise " + aggregation.normalise().id());
		if (aggregation.reduce() != usual.reduce())
			line.add("--reduce " + aggregation.reduce().id());
		if (aggregation.members() != usual.members())
			line.add("--members " + aggregation.members().id());
	}

	/** Rounded up: whole units are counted down from it. */
	private static String ratio(Draft draft, ChannelGroup group) {
		return String.format(Locale.ROOT, "%.6f", Math.ceil(1e6 * draft.cuts().count(group) / group.units()) / 1e6);
	}

	static String quoted(Path path) {
		return quoted(path.toString());
	}

	static String quoted(String text) {
		return text.matches("[\\w@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
	}
}
