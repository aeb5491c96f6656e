package espalier.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToLongFunction;

import espalier.cost.CostModel;
import espalier.cost.LayerCost;
import espalier.cost.Si;
import espalier.coupling.Cuts;
import espalier.graph.Node;

/**
 * Where one kind of cost goes, layer by layer, before and after.
 *
 * @param layers
 *            in network order; those that cost nothing before nor after are left out
 */
public record Spending(Kind kind, List<Layer> layers) {
	/** What is spent. */
	public enum Kind {
		MACS("MACs"), PARAMETERS("Parameters"),
		/** Milliseconds a run. */
		TIME("Time");

		private final String title;

		Kind(String title) {
			this.title = title;
		}

		/** For people. */
		public String title() {
			return title;
		}

		/** As part of a file's name. */
		public String id() {
			return name().toLowerCase(Locale.ROOT);
		}

		String words(double value) {
			return this == TIME
					? String.format(Locale.ROOT, value < 10 ? "%.3f ms" : "%.1f ms", value)
					: Si.of(Math.round(value));
		}
	}

	/** What the nodes of one name spend together; the name as {@link Node#layer} tells it. */
	public record Layer(String name, double before, double after) {
		/** Share that went; negative where there is more than before, 0 where there was nothing. */
		public double removed() {
			return before == 0 ? 0 : 1 - after / before;
		}
	}

	public Spending {
		layers = layers.stream().filter(l -> l.before() > 0 || l.after() > 0).toList();
	}

	/**
	 * Of counted costs under a plan.
	 *
	 * @throws IllegalArgumentException
	 *             for time, which is measured and not counted
	 */
	public static Spending of(Kind kind, CostModel cost, Cuts cuts) {
		return of(kind, cost.layers(Cuts.NONE), cost.layers(cuts));
	}

	/** Of counted costs of a network and of what became of it, whose layers have the same names. */
	public static Spending of(Kind kind, List<LayerCost> before, List<LayerCost> after) {
		ToLongFunction<LayerCost> count = switch (kind) {
			case MACS -> LayerCost::macs;
			case PARAMETERS -> LayerCost::parameters;
			case TIME -> throw new IllegalArgumentException("time is measured");
		};
		SequencedMap<Node, Double> first = new LinkedHashMap<>();
		before.forEach(l -> first.put(l.node(), (double) count.applyAsLong(l)));
		SequencedMap<Node, Double> then = new LinkedHashMap<>();
		after.forEach(l -> then.put(l.node(), (double) count.applyAsLong(l)));
		return of(kind, first, then);
	}

	/** Of measured times, as {@link espalier.evaluate.NodeTimes} gives them. */
	public static Spending times(SequencedMap<Node, Double> before, SequencedMap<Node, Double> after) {
		return of(Kind.TIME, before, after);
	}

	private static Spending of(Kind kind, Map<Node, Double> before, Map<Node, Double> after) {
		SequencedMap<String, double[]> sums = new LinkedHashMap<>();
		before.forEach((node, spent) -> sums.computeIfAbsent(node.layer(), k -> new double[2])[0] += spent);
		after.forEach((node, spent) -> sums.computeIfAbsent(node.layer(), k -> new double[2])[1] += spent);
		List<Layer> layers = new ArrayList<>();
		sums.forEach((name, sum) -> layers.add(new Layer(name, sum[0], sum[1])));
		return new Spending(kind, layers);
	}

	/** What all layers spend together. */
	public Layer whole() {
		return new Layer("", layers.stream().mapToDouble(Layer::before).sum(),
				layers.stream().mapToDouble(Layer::after).sum());
	}

	/** Whether anything differs. */
	public boolean changed() {
		return layers.stream().anyMatch(l -> l.before() != l.after());
	}

	/** As in {@code MACs: 40.8 M → 20.4 M, −49.9%}. */
	String sentence() {
		Layer all = whole();
		return kind.title() + ": " + kind.words(all.before())
				+ (changed() ? " → " + kind.words(all.after()) + ", " + change(all) : "");
	}

	static String change(Layer layer) {
		if (layer.before() == 0)
			return "new";
		String share = Si.percent(-layer.removed());
		return layer.removed() < 0 ? "+" + share : share;
	}

	String tip(Layer layer) {
		double all = whole().before();
		return layer.name() + ": " + kind.words(layer.before())
				+ (changed() ? " → " + kind.words(layer.after()) + " (" + change(layer) + ")" : "")
				+ (all > 0 ? ", " + Si.percent(layer.before() / all) + " of the network" : "");
	}

	Table table() {
		return new Table(List.of("layer", kind.id() + " before", kind.id() + " after"),
				layers.stream().map(l -> List.<Object>of(l.name(), number(l.before()), number(l.after()))).toList());
	}

	private Object number(double value) {
		return kind == Kind.TIME ? (Object) value : (Object) Math.round(value);
	}
}
