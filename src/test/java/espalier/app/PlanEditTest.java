package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import espalier.allocate.Manual;
import espalier.coupling.ChannelGroup;
import espalier.importance.Criteria;
import espalier.importance.Scores;
import espalier.runtime.Tracer;
import espalier.session.Workpiece;
import espalier.zoo.Nets;

/** The plan that all handles edit, and its undo. */
class PlanEditTest {
	private PlanEdit edit;
	private ChannelGroup first;
	private ChannelGroup second;
	private Running running;

	@BeforeEach
	void edit() throws TimeoutException {
		FxToolkit.registerPrimaryStage();
		running = new Running();
		var graph = Nets.resNet("net", 1, 1, 8, 16);
		Workpiece piece = Workpiece.of(graph, Tracer.trace(graph));
		Method method = Methods.usual();
		edit = fx(() -> new PlanEdit(Thinned.whole(piece), Draft.empty(method),
				Scores.of(piece.coupling(), method.criterion(), method.aggregation()),
				new Latest<>(running.quick(), PlanEditTest::fail), new Latest<>(running.quick(), PlanEditTest::fail)));
		first = piece.coupling().prunable().get(0);
		second = piece.coupling().prunable().get(1);
	}

	private static void fail(Throwable e) {
		throw new AssertionError(e);
	}

	private static <T> T fx(java.util.concurrent.Callable<T> act) {
		return WaitForAsyncUtils.waitFor(WaitForAsyncUtils.asyncFx(act));
	}

	private void on(Consumer<PlanEdit> act) {
		fx(() -> {
			act.accept(edit);
			return true;
		});
	}

	@Test
	void aTargetThatCantBeMetBeforeImagesWereSeenSaysSo() {
		on(e -> {
			e.use(e.draft().get().method().with(Criteria.stream().filter(c -> c.id().equals("hrank")).findFirst()
					.orElseThrow()));
			e.aim(new Target(Target.Measure.MACS, 0.5));
		});
		assertThat(edit.cuts().isEmpty()).isTrue();
		assertThat(edit.shortfall().get()).isEqualTo("HRank looks at images: the plan follows once they are measured");
	}

	@Test
	void aGestureIsOneStepAndTheLowestScoresGo() {
		on(e -> {
			e.begin("drag");
			for (int kept = 7; kept >= 3; kept--)
				e.keep(first, kept);
			e.end();
		});
		assertThat(edit.cuts().kept(first)).isEqualTo(3);
		assertThat(edit.cuts().removed(first))
				.isEqualTo(Manual.lowest(edit.scoresOf(first), first.units() - 3));
		on(PlanEdit::undo);
		assertThat(edit.cuts().isEmpty()).isTrue();
		assertThat(edit.canUndo()).isFalse();
		on(PlanEdit::redo);
		assertThat(edit.cuts().kept(first)).isEqualTo(3);
	}

	@Test
	void aCancelledGestureLeavesNothing() {
		on(e -> e.keep(second, 5));
		on(e -> {
			e.begin("drag");
			e.keep(first, 2);
			e.cancel();
		});
		assertThat(edit.cuts().kept(first)).isEqualTo(first.units());
		assertThat(edit.cuts().kept(second)).isEqualTo(5);
		on(PlanEdit::undo);
		assertThat(edit.cuts().isEmpty()).isTrue();
	}

	@Test
	void lockedGroupsAndTheLastUnitStay() {
		on(e -> e.lock(List.of(first), true));
		on(e -> e.keep(List.of(first, second), 0));
		assertThat(edit.cuts().kept(first)).isEqualTo(first.units());
		assertThat(edit.cuts().kept(second)).isEqualTo(1);
		int last = edit.cuts().removed(second).nextClearBit(0);
		on(e -> e.keepUnit(second, last, false));
		assertThat(edit.cuts().kept(second)).isEqualTo(1);
		on(e -> e.invert(List.of(second)));
		assertThat(edit.cuts().kept(second)).isEqualTo(second.units() - 1);
		on(e -> e.release(List.of(second)));
		assertThat(edit.cuts().isEmpty()).isTrue();
	}

	@Test
	void widthsAreMultiplesAndNotTooNarrow() throws TimeoutException {
		on(e -> e.use(e.draft().get().method().roundingTo(4).keepingAtLeast(4)));
		on(e -> e.aim(new Target(Target.Measure.MACS, 0.3)));
		WaitForAsyncUtils.waitFor(30, java.util.concurrent.TimeUnit.SECONDS, () -> fx(() -> !edit.cuts().isEmpty()));
		for (ChannelGroup group : edit.piece().coupling().prunable())
			assertThat(edit.cuts().kept(group)).as(group.name())
					.matches(kept -> kept == group.units() || kept % 4 == 0 && kept >= 4);
	}
}
