package espalier.depth;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import espalier.importance.Criterion;
import espalier.importance.FilterScores;
import espalier.region.Region;

/**
 * A region's score is the mean of what its own filters score under a criterion, each by itself. Elkerdawy et al. 2020, "To Filter
 * Prune, or to Layer Prune, That Is The Question". Cost: that of the criterion.
 *
 * @param by
 *            the criterion, measured already where it looks at images
 */
public record LayerPrune(Criterion by) implements DepthMethod {
	@Override
	public String id() {
		return "layerprune";
	}

	@Override
	public String title() {
		return "LayerPrune, " + by.title();
	}

	@Override
	public String summary() {
		return "Mean of what the filters of a region score under a criterion.";
	}

	@Override
	public String paper() {
		return "Elkerdawy et al., To Filter Prune, or to Layer Prune, That Is The Question, ACCV 2020";
	}

	@Override
	public Needs needs() {
		return Needs.NOTHING;
	}

	@Override
	public String criterion() {
		return by.id();
	}

	@Override
	public DepthScores score(Subject subject, Listener listener, BooleanSupplier cancelled) {
		Scoring scoring = subject.begin(this);
		int done = 0;
		for (Region region : subject.bypasses().keySet()) {
			if (cancelled.getAsBoolean())
				throw new CancellationException();
			switch (FilterScores.of(subject.coupling(), by, Set.copyOf(region.nodes()))) {
				case Criterion.Ranking(double[] filters) ->
					scoring.score(region.name(), Arrays.stream(filters).average().orElseThrow());
				case Criterion.NotApplicable(String reason) -> scoring.silent(region, reason);
			}
			done++;
			listener.at(scoring.result(0), done + " of " + subject.bypasses().size() + " regions",
					(double) done / subject.bypasses().size());
		}
		return scoring.result(0);
	}
}
