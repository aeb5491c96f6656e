package espalier.app;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import espalier.allocate.Allocation;
import espalier.allocate.Request;
import espalier.evaluate.Sensitivity;

/** The allocator's part in a plan: spreads the target over the groups that nobody has set, off the JavaFX thread, the latest winning. */
final class Spreading {
	private final Thinned thinned;
	private final Scoring scoring;
	private final Latest<Allocation> allocating;
	private final ObjectProperty<Draft> draft;
	private final ReadOnlyStringWrapper shortfall = new ReadOnlyStringWrapper("");
	private @Nullable Sensitivity sensitivity;

	/** @param draft what is read and changed */
	Spreading(Thinned thinned, Scoring scoring, Latest<Allocation> allocating, ObjectProperty<Draft> draft) {
		this.thinned = thinned;
		this.scoring = scoring;
		this.allocating = allocating;
		this.draft = draft;
	}

	/** Why the target is not reached, or empty. */
	ReadOnlyStringProperty shortfall() {
		return shortfall.getReadOnlyProperty();
	}

	/** Takes up curves of the groups as far as they are measured; an allocator that goes by them starts anew. */
	void measured(@Nullable Sensitivity curves) {
		if (curves == sensitivity)
			return;
		sensitivity = curves;
		if (curves != null && draft.get().method().allocator().needsSensitivity() && draft.get().target().asks())
			again();
	}

	/** Forgets what is asked for. */
	void drop() {
		refused("");
	}

	private void refused(String why) {
		allocating.drop();
		shortfall.set(why);
	}

	/** Spreads the target anew. */
	void again() {
		Draft now = draft.get();
		if (now.target().asks() && now.method().allocator().needsSensitivity() && sensitivity == null) {
			refused(thinned.isWhole() ? "Measure the sensitivity first: the allocator goes by its curves"
					: "The allocator goes by sensitivity, which is measured of versions: " + Committing.REGIONS_FIRST);
			return;
		}
		if (!now.target().asks()) {
			drop();
			if (!now.cuts().equals(now.fixedCuts()))
				draft.set(now.with(now.fixedCuts()));
			return;
		}
		if (!scoring.knows(now.method())) {
			refused(now.method().criterion().title() + " looks at images: the plan follows once they are measured");
			return;
		}
		Request request = new Request(thinned.piece().coupling(), thinned.piece().cost(), scoring.scores().get(),
				now.target().budget(), now.fixedCuts(), now.fixed(), now.method().minimumWidth(),
				now.method().roundTo(), sensitivity).outOf(thinned.base().cost().original());
		allocating.ask(() -> now.method().allocator().allocate(request), found -> {
			Draft current = draft.get();
			if (current.fixed().equals(now.fixed()))
				draft.set(current.with(found.cuts()));
			shortfall.set(found.shortfall() == null ? "" : found.shortfall());
		});
	}
}
