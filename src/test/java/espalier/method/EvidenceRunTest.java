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
import espalier.graph.RefusedException;
import espalier.report.Environment;
import espalier.report.EvidencePage;
import espalier.runtime.Tracer;
import espalier.session.MeasurementCache;
import espalier.train.Control;
import espalier.train.Metrics;

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

	@Test
	void theSameMethodTwiceIsRefused() {
		assertThatThrownBy(() -> job(0.5, "l1", "l1")).isInstanceOf(RefusedException.class)
				.hasMessageContaining("named twice");
	}
}
