package espalier.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Residual;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.onnx.ModelFile;
import espalier.plan.Plan;
import espalier.runtime.Tracer;
import espalier.zoo.Nets;

class HistoryTest {
	private static final Instant NOON = Instant.parse("2025-01-01T12:00:00Z");

	private History history;

	@BeforeEach
	void open() {
		Graph graph = Nets.resNet("resnet", 1, 1, 8, 16);
		history = new History(new ModelFile(Path.of("resnet.onnx"), graph, "ab12", 1),
				Workpiece.of(graph, Tracer.defaultInputs(graph)), () -> NOON);
	}

	@Test
	void startsWithTheOriginal() {
		assertThat(history.current().parent()).isNull();
		assertThat(history.current().plan()).isNull();
		assertThat(history.versions()).containsExactly(history.current());
		assertThat(history.canUndo()).isFalse();
		assertThat(history.canRedo()).isFalse();
		assertThat(history.planFromOriginal(history.current(), Cuts.NONE).removals()).isEmpty();
	}

	@Test
	void aCommitIsAChildWithTheCutsMade() {
		Version root = history.current();
		long predicted = root.piece().cost().preview(cut(0)).macs();
		Version made = history.commit("half", cut(0));
		assertThat(history.current()).isEqualTo(made);
		assertThat(made.id()).isEqualTo(1);
		assertThat(made.depth()).isEqualTo(1);
		assertThat(made.parent()).isEqualTo(root);
		assertThat(made.time()).isEqualTo(NOON);
		assertThat(made.piece().cost().original().macs()).isEqualTo(predicted);
		assertThat(made.plan()).isNotNull().extracting(Plan::modelSha256).isEqualTo("ab12");
	}

	@Test
	void preparingChangesNothing() {
		Version prepared = history.prepare("later", cut(0));
		assertThat(history.versions()).hasSize(1);
		Version first = history.commit("first", cut(1));
		Version adopted = history.adopt(prepared);
		assertThat(adopted.id()).isEqualTo(2);
		assertThat(adopted.parent()).isEqualTo(first.parent());
		assertThat(history.current()).isEqualTo(adopted);
	}

	@Test
	void undoAndRedoWalkTheTree() {
		Version root = history.current();
		Version a = history.commit("a", cut(0));
		Version b = history.commit("b", cut(1));
		assertThat(history.undo()).isEqualTo(a);
		assertThat(history.undo()).isEqualTo(root);
		assertThat(history.undo()).isEqualTo(root);
		assertThat(history.redo()).isEqualTo(a);
		assertThat(history.redo()).isEqualTo(b);
		assertThat(history.redo()).isEqualTo(b);
	}

	@Test
	void redoGoesToTheChildThatWasLeftLast() {
		Version root = history.current();
		Version a = history.commit("a", cut(0));
		history.undo();
		Version b = history.commit("b", cut(1));
		history.undo();
		assertThat(history.redo()).isEqualTo(b);
		history.go(a);
		history.go(root);
		assertThat(history.redo()).isEqualTo(a);
		assertThat(history.versions()).extracting(Version::title).containsExactly("Original", "a", "b");
	}

	@Test
	void aBlankTitleIsMadeFromTheCuts() {
		assertThat(history.commit(" ", cut(0)).title()).endsWith(": 2 of 8 cut");
		assertThat(history.commit("", cut(0).with(history.current().piece().coupling().prunable().get(1), units(0)))
				.title()).startsWith("2 groups, −").endsWith("% MACs");
	}

	@Test
	void renamingReachesVersionsMadeFromIt() {
		Version a = history.commit("a", cut(0));
		Version b = history.commit("b", cut(1));
		history.rename(a, "first");
		assertThat(history.versions()).extracting(Version::title).containsExactly("Original", "first", "b");
		assertThat(history.current().parent()).isNotNull().extracting(Version::title).isEqualTo("first");
		assertThat(history.go(a).title()).isEqualTo("first");
		assertThat(history.go(b).title()).isEqualTo("b");
	}

	@Test
	void aLineOfPreparedVersionsIsAddedInOne() {
		history.commit("other branch", cut(0));
		Version root = history.undo();
		Version first = history.prepare("first", root, root.piece(), cut(0));
		Version second = history.prepare("second", first, first.piece(),
				Cuts.NONE.with(first.piece().coupling().prunable().get(2), units(0, 4)));
		assertThat(history.versions()).hasSize(2);
		assertThat(history.adopt(List.of(first, second))).extracting(Version::id).containsExactly(2, 3);
		assertThat(history.current().title()).isEqualTo("second");
		assertThat(history.undo().title()).isEqualTo("first");
		assertThat(history.undo()).isEqualTo(root);
		assertThat(history.redo().title()).isEqualTo("first");
	}

	@Test
	void thePlanFromTheOriginalMakesTheSameModel() {
		Workpiece root = history.current().piece();
		history.commit("a", cut(0));
		Version b = history.commit("b",
				cut(0).with(history.current().piece().coupling().prunable().get(2), units(0, 4)));
		Plan whole = history.planFromOriginal(b, Cuts.NONE);
		assertThat(whole.title()).isEqualTo("a, b");
		assertThat(root.cost().preview(whole.cuts(root.coupling()))).isEqualTo(b.piece().cost().original());
	}

	@Test
	void thePlanFromTheOriginalHoldsChoicesMadeAfterItsFirstCut() {
		Workpiece root = history.current().piece();
		ChannelGroup stream = Residual.streams(root.coupling()).keySet().iterator().next();
		history.commit("stream", Cuts.NONE.with(stream, units(1, 3)));
		Version cut = history.current();
		Coupling coupling = cut.piece().coupling();
		ChannelGroup left = Residual.streams(coupling).keySet().iterator().next();
		Choices choices = Choices
				.adapting(Residual.adapters(coupling, left, espalier.coupling.Adapter.Kind.PROJECTION));
		Version chosen = history.adopt(history.prepare("free", cut, new Origin.Chosen(choices, "")));
		assertThat(chosen.piece().cost().original()).isEqualTo(cut.piece().cost().original());
		Cuts next = Cuts.NONE.with(java.util.Objects.requireNonNull(chosen.piece().coupling().group(left.name())),
				units(0, 2));
		Version last = history.commit("one side", next);
		for (Plan whole : List.of(history.planFromOriginal(last, Cuts.NONE), history.planFromOriginal(chosen, next))) {
			Workpiece adapted = Workpiece.of(root.graph(), root.trace(), whole.choices());
			Workpiece again = adapted.without(whole.cuts(adapted.coupling()));
			assertThat(again.cost().original()).isEqualTo(last.piece().cost().original())
					.isNotEqualTo(cut.piece().cost().original());
			assertThat(again.graph().nodes()).extracting(espalier.graph.Node::name)
					.isEqualTo(last.piece().graph().nodes().stream().map(espalier.graph.Node::name).toList());
		}
	}

	@Test
	void refusesToCommitNothing() {
		assertThatThrownBy(() -> history.commit("x", Cuts.NONE)).isInstanceOf(RefusedException.class);
	}

	@Test
	void refusesVersionsOfAnotherHistory() {
		Version mine = history.commit("a", cut(0));
		open();
		assertThatThrownBy(() -> history.go(mine)).isInstanceOf(IllegalArgumentException.class);
		assertThatThrownBy(() -> history.adopt(mine)).isInstanceOf(IllegalArgumentException.class);
	}

	/** Two units of the current version's group at a position. */
	private Cuts cut(int group) {
		return Cuts.NONE.with(history.current().piece().coupling().prunable().get(group), units(1, 3));
	}

	private static BitSet units(int... indices) {
		BitSet units = new BitSet();
		for (int i : indices)
			units.set(i);
		return units;
	}
}
