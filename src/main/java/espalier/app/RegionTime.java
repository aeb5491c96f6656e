package espalier.app;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** What of a measured time goes to some nodes. */
final class RegionTime {
	private RegionTime() {}

	/** As in {@code  · 8.1% of time}; empty where the version was not timed. */
	static String share(@Nullable TimingResult timed, Set<String> names) {
		if (timed == null)
			return "";
		double all = timed.nodes().values().stream().mapToDouble(t -> t).sum();
		double own = timed.nodes().entrySet().stream().filter(e -> names.contains(e.getKey().name()))
				.mapToDouble(Map.Entry::getValue).sum();
		return all <= 0 ? "" : " · " + Figures.tenths(own / all) + " of time";
	}
}
