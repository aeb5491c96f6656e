package espalier.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import espalier.cost.Cost;
import espalier.cost.Si;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.evaluate.Evaluation;
import espalier.evaluate.Interval;
import espalier.onnx.ModelFile;
import espalier.report.Report.Fact;
import espalier.report.Report.Section;
import espalier.session.Workpiece;

/**
 * All that is known of a network and of what may become of it, to be told in a {@link Report}.
 *
 * @param measured
 *            the network with nothing cut; null where it was not measured
 * @param data
 *            what the images are called; empty where nothing was measured
 * @param cases
 *            ways to cut it, which are compared
 * @param sweeps
 *            of the same network, each under its name
 * @param recipe
 *            by which the cut networks were or are to be trained, or the method that cut and trained them, as JSON
 */
public record Account(ModelFile model, Workpiece piece, @Nullable Evaluation measured, String data, List<Case> cases,
		List<SensitivityCurves.Series> sweeps, @Nullable String recipe, Environment environment, Instant time) {
	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'",
			Locale.ENGLISH).withZone(ZoneOffset.UTC);

	/**
	 * A way to cut.
	 *
	 * @param piece
	 *            the network with the adapters that the way puts in
	 * @param measured
	 *            the cut network; null where it was not measured
	 * @param tuned
	 *            whether its weights were trained after a cut
	 * @param from
	 *            position of the case that it was made from, or -1 for the original
	 */
	public record Case(String title, Workpiece piece, Cuts cuts, @Nullable Evaluation measured, boolean tuned,
			int from) {
		/** Of the original, as cut. */
		public Case(String title, Workpiece piece, Cuts cuts, @Nullable Evaluation measured) {
			this(title, piece, cuts, measured, false, -1);
		}

		Cost cost() {
			return piece.cost().preview(cuts);
		}

		/** Share of the units that go, by group; groups that stay whole are missing. */
		public Map<String, Double> ratios() {
			Map<String, Double> ratios = new LinkedHashMap<>();
			for (ChannelGroup group : cuts.groups())
				ratios.put(group.name(), (double) cuts.count(group) / group.units());
			return ratios;
		}
	}

	public Account {
		cases = List.copyOf(cases);
		sweeps = List.copyOf(sweeps);
	}

	/** Tells it. Draws nothing yet. */
	public Report report() {
		List<Section> sections = new ArrayList<>(List.of(summary()));
		if (cases.isEmpty())
			sections.add(new Section("Where the cost goes", costs(Spending.of(Spending.Kind.MACS, piece.cost(),
					Cuts.NONE))));
		for (Case one : cases)
			sections.add(section(one));
		if (!sweeps.isEmpty())
			sections.add(sensitivity());
		if (recipe != null)
			sections.add(new Section("Training recipe", List.of(RecipeFacts.of(recipe))));
		sections.add(origin());
		return new Report(String.valueOf(model.path().getFileName()), "Pruning report, " + DATE.format(time), sections);
	}

	private Section summary() {
		List<Report.Part> parts = new ArrayList<>();
		long open = piece.coupling().prunable().stream().filter(g -> !g.overlaps()).count();
		parts.add(new Report.Prose("The network has " + Si.of(piece.cost().original().parameters())
				+ " parameters and takes " + Si.of(piece.cost().original().macs()) + " MACs for one sample; "
				+ open + " of its " + piece.coupling().groups().stream().filter(g -> !g.overlaps()).count()
				+ " groups of channels can be cut."
				+ (cases.isEmpty() || cases.stream().anyMatch(Case::tuned) ? ""
						: " Networks are as cut, not fine-tuned.")));
		List<List<String>> rows = new ArrayList<>();
		rows.add(row("Original", piece.cost().original(), measured));
		cases.forEach(c -> rows.add(row(c.title(), c.cost(), c.measured())));
		parts.add(
				new Report.Grid(1, List.of("Network", "MACs", "", "Parameters", "", "Size", "Accuracy", "95% interval",
						"Images"), rows));
		List<TradeOff.Dot> dots = dots();
		if (dots.size() > 1)
			parts.add(new Report.Chart(new TradeOff(dots, dots.getLast().id())));
		return new Section("Summary", parts);
	}

	private List<String> row(String title, Cost cost, @Nullable Evaluation evaluation) {
		Cost original = piece.cost().original();
		boolean same = cost == original;
		Interval accuracy = evaluation == null ? null : evaluation.accuracy();
		return List.of(title, Si.of(cost.macs()), same ? "" : Si.change(original.macs(), cost.macs()),
				Si.of(cost.parameters()), same ? "" : Si.change(original.parameters(), cost.parameters()),
				Si.of(cost.bytes(), "B"), accuracy == null ? "not measured" : Si.percent(accuracy.share()),
				accuracy == null ? "" : Si.percent(accuracy.low()) + " to " + Si.percent(accuracy.high()),
				evaluation == null ? "" : String.format(Locale.ROOT, "%,d", evaluation.images()));
	}

	private List<TradeOff.Dot> dots() {
		List<TradeOff.Dot> dots = new ArrayList<>();
		if (measured != null)
			dots.add(new TradeOff.Dot(0, -1, "Original", 1, measured.accuracy(), measured.images()));
		for (int c = 0; c < cases.size(); c++)
			if (cases.get(c).measured() instanceof Evaluation evaluation)
				dots.add(new TradeOff.Dot(c + 1, parent(cases.get(c)), cases.get(c).title(),
						cases.get(c).cost().macsOf(piece.cost().original()), evaluation.accuracy(),
						evaluation.images()));
		return dots;
	}

	/** The dot of the nearest measured case that a case was made from, or of the original. */
	private int parent(Case one) {
		int from = one.from();
		while (from >= 0 && cases.get(from).measured() == null)
			from = cases.get(from).from();
		return from >= 0 || measured != null ? from + 1 : -1;
	}

	private static List<Report.Part> costs(Spending spending) {
		return List.of(new Report.Chart(new CostBars(spending)), new Report.Chart(new CostMap(spending)));
	}

	private static Section section(Case one) {
		List<List<String>> rows = new ArrayList<>();
		for (ChannelGroup group : one.cuts().groups())
			rows.add(List.of(group.name(), Integer.toString(group.units()), Integer.toString(one.cuts().kept(group)),
					Si.percent((double) one.cuts().count(group) / group.units())));
		List<Report.Part> parts = new ArrayList<>();
		if (rows.isEmpty())
			parts.add(new Report.Prose("Nothing is cut."));
		else
			parts.add(new Report.Grid(1, List.of("Group", "Units", "Stay", "Cut"), rows));
		parts.addAll(costs(Spending.of(Spending.Kind.MACS, one.piece().cost(), one.cuts())));
		return new Section("Plan: " + one.title(), parts);
	}

	private Section sensitivity() {
		List<Report.Part> parts = new ArrayList<>();
		List<SensitivityCurves.Series> left = new ArrayList<>(sweeps);
		while (!left.isEmpty()) {
			List<SensitivityCurves.Series> alike = left.stream()
					.filter(s -> s.sensitivity().metric() == left.getFirst().sensitivity().metric()).toList();
			left.removeAll(alike);
			SensitivityCurves curves = SensitivityCurves.of(alike);
			parts.add(new Report.Chart(cases.isEmpty() ? curves : curves.planned(cases.getFirst().ratios())));
			alike.forEach(s -> parts.add(new Report.Chart(new SensitivityStrip(s.sensitivity()))));
		}
		return new Section("Sensitivity", parts);
	}

	private Section origin() {
		List<Fact> facts = new ArrayList<>();
		facts.add(new Fact("Model", model.path().getFileName() + ", " + Si.of(model.bytes(), "B")));
		facts.add(new Fact("SHA-256 of the model", model.sha256()));
		if (measured != null) {
			facts.add(new Fact("Images", data));
			facts.add(new Fact("Hash of the images", measured.dataHash()));
			if (!measured.skipped().isEmpty())
				facts.add(new Fact("Left out", measured.skipped()));
		}
		for (SensitivityCurves.Series sweep : sweeps)
			facts.add(new Fact("Sensitivity " + sweep.name(), sweep.sensitivity().criterion() + ", "
					+ sweep.sensitivity().images() + " images, hash " + sweep.sensitivity().dataHash()));
		facts.addAll(environment.facts());
		return new Section("How it came about", List.of(new Report.Facts(facts)));
	}
}
