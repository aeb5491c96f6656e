package espalier.depth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.region.Bypass;
import espalier.region.Region;

/**
 * How much better classes can be told apart behind a region than before it: features are pooled from what the region would be
 * replaced by and from what it makes, something is learnt from one half of the images, and its accuracy is taken on the other.
 */
final class Discrimination {
	/** Learns from one half of some features and answers with the accuracy on the other. */
	interface Judge {
		double accuracy(double[][] features, Halves halves, BooleanSupplier cancelled);
	}

	/** A value of which features are pooled. */
	private record Place(String value, int axis) {}

	private static final class Pooling implements Passing.Watch {
		private final Place place;
		private final int parts;
		private final List<double[]> features = new ArrayList<>();

		Pooling(Place place, int parts) {
			this.place = place;
			this.parts = parts;
		}

		@Override
		public List<String> values() {
			return List.of(place.value);
		}

		@Override
		public void see(Map<String, Passing.Row> rows) {
			features.add(Pooled.of(Objects.requireNonNull(rows.get(place.value)), place.axis, parts));
		}
	}

	private Discrimination() {}

	/**
	 * @param parts
	 *            into which each axis of space is pooled, at most
	 */
	static DepthScores scores(DepthMethod method, Subject subject, int parts, Judge judge,
			DepthMethod.Listener listener, BooleanSupplier cancelled) {
		Scoring scoring = subject.begin(method);
		Passing passing = new Passing(subject, subject.images(method), cancelled,
				share -> listener.at(subject.begin(method).result(0), "running images", share / 2));
		Map<Place, Pooling> places = new LinkedHashMap<>();
		Map<Region, List<Place>> ends = new LinkedHashMap<>();
		subject.bypasses().forEach((region, bypass) -> {
			List<String> values = values(subject.graph(), bypass);
			String obstacle = values.stream().map(passing::obstacle).filter(Objects::nonNull).findFirst().orElse(null);
			if (obstacle != null) {
				scoring.silent(region, obstacle);
				return;
			}
			List<Place> both = values.stream().map(v -> new Place(v, region.axis(rank(subject, v)))).toList();
			both.forEach(p -> places.computeIfAbsent(p, _ -> new Pooling(p, parts)));
			ends.put(region, both);
		});
		if (places.isEmpty())
			return scoring.result(0);
		Halves halves = Halves.of(passing.over(List.copyOf(places.values())));
		if (!passing.skipped().isEmpty())
			listener.noted("Left out: " + passing.skipped() + ".");
		Map<Place, Double> accuracy = new HashMap<>();
		int done = 0;
		for (Map.Entry<Region, List<Place>> region : ends.entrySet()) {
			for (Place place : region.getValue()) {
				if (cancelled.getAsBoolean())
					throw new CancellationException();
				accuracy.computeIfAbsent(place, p -> judge.accuracy(
						Objects.requireNonNull(places.get(p)).features.toArray(double[][]::new), halves, cancelled));
			}
			scoring.score(region.getKey().name(), Objects.requireNonNull(accuracy.get(region.getValue().getLast()))
					- Objects.requireNonNull(accuracy.get(region.getValue().getFirst())));
			done++;
			listener.at(scoring.result(halves.labels().length), done + " of " + ends.size() + " regions",
					0.5 + 0.5 * done / ends.size());
		}
		return scoring.result(halves.labels().length);
	}

	/** What is read in a region's place, and what it makes. */
	static List<String> values(Graph graph, Bypass bypass) {
		return List.of(Objects.requireNonNull(bypass.entry().value(graph), bypass.region()),
				Objects.requireNonNull(bypass.exit().value(graph), bypass.region()));
	}

	private static int rank(Subject subject, String value) {
		Shape shape = Objects.requireNonNull(subject.trace().shape(value));
		return shape.rank();
	}
}
