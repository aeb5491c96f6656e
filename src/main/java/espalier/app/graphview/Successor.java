package espalier.app.graphview;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import espalier.graph.Node;

/** The layout of one scene as that of the next: what is in both is where it was, so that it can move to where it will be. */
final class Successor {
	private Successor() {}

	/** Cost: linear in both scenes. What only the next one has is not laid out. */
	static Layout of(Layout before, Layout next) {
		Map<String, Item> items = new HashMap<>();
		for (Item item : before.scene().items())
			items.putIfAbsent(key(item), item);
		double[][] was = new double[next.scene().items().size()][];
		for (Item item : next.scene().items())
			was[item.id] = items.get(key(item)) instanceof Item old ? before.box(old) : null;
		Map<String, double[]> ways = new HashMap<>();
		Map<String, double[]> around = new HashMap<>();
		for (Link link : before.scene().links()) {
			double[] path = before.paths()[link.id()];
			double[] bounds = before.bounds()[link.id()];
			if (path != null && bounds != null) {
				ways.putIfAbsent(key(link), path);
				around.putIfAbsent(key(link), bounds);
			}
		}
		double[][] paths = new double[next.scene().links().size()][];
		double[][] bounds = new double[paths.length][];
		for (Link link : next.scene().links()) {
			paths[link.id()] = ways.get(key(link));
			bounds[link.id()] = around.get(key(link));
		}
		return new Layout(next.scene(), next.topDown(), next.open(), was, paths, bounds);
	}

	private static String key(@Nullable Item item) {
		return switch (item) {
			case null -> "";
			case Room room -> "room " + LayoutWork.key(room);
			case Card card -> {
				Node main = card.main();
				yield main == null ? "end " + card.name + " " + card.tail : "card " + main.name();
			}
		};
	}

	/** By its ends: what a value is called may change with what is in front of it. */
	private static String key(Link link) {
		return key(link.room()) + "\n" + key(link.from()) + "\n" + key(link.to()) + "\n"
				+ Objects.requireNonNullElse(link.flow().from.main() == null ? null : link.flow().from.main().name(),
						link.flow().value);
	}
}
