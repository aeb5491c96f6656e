package espalier.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.allocate.Budget;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.report.Environment;
import espalier.report.EvidencePage;
import espalier.runtime.Tracer;
import espalier.session.MeasurementCache;
import espalier.train.Control;
import espalier.train.Metrics;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;

class EvidenceRunTest {
	@TempDir
	private Path folder;

	private EvidenceRun.Job job(double kept, String... methods) {
		return new EvidenceRun.Job(SmallCase.NET, "small.onnx", Tracer.defaultInputs(SmallCase.NET), SmallCase.DATA,
				SmallCase.PREPROCESSING, List.of(methods).stream().map(Methods::byId).map(SmallCase::small).toList(),
				new Budget.Macs(kept), 2, List.of(1L, 2L), 1, folder.resolve("evidence"),
				MeasurementCache.at(folder.resolve("cache")));
	}

	/** Counts epochs that are trained, and cancels when told. */
	private static final class Heard implements EvidenceRun.Listener {
		private final Control control;
		private final int cancelAt;
		private final List<Integer> done = new ArrayList<>();
		private int epochs;

		Heard(Control control, int cancelAt) {
			this.control = control;
			this.cancelAt = cancelAt;
		}

		@Override
		public void epoch(Metrics metrics) {
			if (++epochs == cancelAt)
				control.cancel();
		}

		@Override
		public void so(Evidence far) {
			done.add(far.runs().size());
		}
	}

	private Evidence run(Heard heard, double kept, String... methods) {
		return EvidenceRun.run(job(kept, methods), heard.control, heard);
	}

	@Test
	void methodsRunSideBySideAndGoOnWhereTheyWereStopped() {
		Evidence part = run(new Heard(new Control(), 5), 0.5, "l1", "sfp");
		assertThat(part.done()).isFalse();
		Heard rest = new Heard(new Control(), -1);
		Evidence all = run(rest, 0.5, "l1", "sfp");
		assertThat(all.done()).isTrue();
		assertThat(all.runs().stream().map(Evidence.Run::method)).containsExactly("l1", "sfp", "l1", "sfp");
		assertThat(all.runs()).allSatisfy(r -> assertThat(r.epochs()).isEqualTo(2));
		assertThat(all.runs().subList(0, part.runs().size())).isEqualTo(part.runs());
		assertThat(rest.epochs).as("epochs, of eight").isBetween(4, 5);
		assertThat(all.runs()).allSatisfy(r -> assertThat(r.speedUp()).isPositive());
		assertThat(all.runs().getFirst().macs()).isLessThan(all.macs());
		assertThat(Evidence.read(folder.resolve("evidence"))).isEqualTo(all);
		Heard again = new Heard(new Control(), -1);
		assertThat(run(again, 0.5, "l1", "sfp").runs()).isEqualTo(all.runs());
		assertThat(again.epochs).isZero();
		Heard third = new Heard(new Control(), -1);
		Evidence more = run(third, 0.5, "fpgm");
		assertThat(more.runs().subList(0, 4)).isEqualTo(all.runs());
		assertThat(more.rows()).hasSize(3);
		assertThat(more.done()).isTrue();
		assertThat(third.epochs).isEqualTo(4);
		assertThatThrownBy(() -> run(new Heard(new Control(), -1), 0.7, "l1", "sfp"))
				.isInstanceOf(RefusedException.class).hasMessageContaining("evidence of another");
	}

	@Test
	void whatPapersReportStandsInAColumnOfItsOwn() throws java.io.IOException {
		Evidence all = run(new Heard(new Control(), -1), 0.5, "l1", "sfp");
		EvidencePage page = new EvidencePage(all, List.of(Methods.byId("sfp")), Environment.here(), Instant.EPOCH);
		List<String> lines = page.markdown().lines().toList();
		assertThat(lines).hasSize(4);
		assertThat(lines.get(0)).startsWith("| Method | Reported by its paper (other network and data) |");
		assertThat(lines.get(3))
				.startsWith("| Soft Filter Pruning | ≈74% (from 76.1%) at −50%, ResNet-50, ImageNet | −");
		assertThat(lines.get(2)).startsWith("| L1 filters | – |");
		Path html = folder.resolve("page.html");
		page.report().writeHtml(html);
		assertThat(Files.readString(html)).contains("<svg").contains(Methods.byId("sfp").paper().substring(0, 20));
	}

	/** No batch norms, by whose scales Network Slimming goes. */
	private static Graph chain() {
		NetBuilder b = new NetBuilder("chain", 1);
		String x = b.input("input", 1, 3, 32, 32);
		for (int i = 1; i <= 2; i++)
			x = b.relu(b.as("conv" + i).conv(x, ConvSpec.of(8 * i, 3).strided(2).biased()));
		b.output(b.as("fc").gemm(b.flatten(b.globalPool(x)), 10, true, true), "logits");
		return b.build();
	}

	@Test
	void methodsThatDoNotApplyAreLeftOut() {
		EvidenceRun.Job some = job(0.5, "slimming", "l1");
		EvidenceRun.Job job = new EvidenceRun.Job(chain(), "chain.onnx", Tracer.defaultInputs(chain()), some.data(),
				some.preprocessing(), some.recipes(), some.budget(), 2, some.seeds(), 1, some.folder(), some.cache());
		List<String> left = new ArrayList<>();
		EvidenceRun.Listener heard = new EvidenceRun.Listener() {
			@Override
			public void leftOut(MethodRecipe recipe, String why) {
				left.add(recipe.id() + ": " + why);
			}
		};
		Evidence found = EvidenceRun.run(job, new Control(), heard);
		assertThat(left).hasSize(1).first().asString()
				.startsWith("slimming: No channel that may be cut is followed by a batch normalisation");
		assertThat(found.runs()).extracting(Evidence.Run::method).containsExactly("l1", "l1");
		assertThat(found.done()).isTrue();
		EvidenceRun.Job none = new EvidenceRun.Job(chain(), "chain.onnx", job.inputs(), job.data(), job.preprocessing(),
				job.recipes().subList(0, 1), job.budget(), 2, job.seeds(), 1, folder.resolve("none"), job.cache());
		assertThatThrownBy(() -> EvidenceRun.run(none, new Control(), heard)).isInstanceOf(RefusedException.class)
				.hasMessageContaining("batch normalisation");
	}

	@Test
	void aChangedRecipesRunsReplaceThoseOfTheOld() {
		Evidence before = run(new Heard(new Control(), -1), 0.5, "l1", "sfp");
		EvidenceRun.Job job = job(0.5, "sfp");
		MethodRecipe sfp = job.recipes().getFirst();
		MethodRecipe other = new MethodRecipe(sfp.id(), sfp.title(), sfp.paper(), "changed", sfp.residual(), sfp.seed(),
				sfp.training(), sfp.steps());
		Evidence after = EvidenceRun.run(new EvidenceRun.Job(job.graph(), job.model(), job.inputs(), job.data(),
				job.preprocessing(), List.of(other), job.budget(), 2, job.seeds(), 1, job.folder(), job.cache()),
				new Control(), new Heard(new Control(), -1));
		assertThat(after.done()).isTrue();
		assertThat(after.rows()).extracting(Evidence.Row::method).containsExactlyInAnyOrder("l1", "sfp");
		assertThat(after.runs()).hasSize(4).containsAll(
				before.runs().stream().filter(r -> r.method().equals("l1")).toList());
		assertThat(after.runs()).extracting(Evidence.Run::identity)
				.doesNotContainAnyElementsOf(before.runs().stream().filter(r -> r.method().equals("sfp"))
						.map(Evidence.Run::identity).toList());
	}

	@Test
	void theSameMethodTwiceIsRefused() {
		assertThatThrownBy(() -> job(0.5, "l1", "l1")).isInstanceOf(RefusedException.class)
				.hasMessageContaining("named twice");
	}
}
