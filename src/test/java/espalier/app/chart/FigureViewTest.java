package espalier.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import espalier.report.Figure;
import espalier.report.Ink;
import espalier.report.Marks;
import espalier.report.Table;

/** A figure's view tells what can't be drawn, and goes on. */
class FigureViewTest {
	/** Draws what it is told. */
	private record Told(String name, BiFunction<Graphics2D, Rectangle2D, Marks> drawing) implements Figure {
		@Override
		public String title() {
			return name;
		}

		@Override
		public Table table() {
			return new Table(List.of("nothing"), List.of());
		}

		@Override
		public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
			return drawing.apply(g, area);
		}
	}

	@BeforeEach
	void start() throws Exception {
		FxToolkit.registerPrimaryStage();
	}

	@Test
	void whatCantBeDrawnIsTold() throws Exception {
		CompletableFuture<Throwable> heard = new CompletableFuture<>();
		FigureView view = fx(() -> {
			FigureView made = new FigureView();
			made.onFailed(heard::complete);
			made.resize(200, 300);
			made.show(new Told("bad", (g, area) -> {
				throw new IllegalStateException("no pen");
			}));
			return made;
		});
		assertThat(heard.get(20, TimeUnit.SECONDS)).hasMessage("no pen");
		fx(() -> {
			view.show(new Told("good", (g, area) -> new Marks(List.of(new Marks.Mark(area, "all", "all")), List.of())));
			return true;
		});
		WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> fx(() -> view.drawn() != null));
		assertThat(fx(view::drawn).name()).isEqualTo("good");
		Rectangle2D all = fx(view::marks).marks().getFirst().shape().getBounds2D();
		assertThat(all.getX()).isEqualTo(12);
		assertThat(all.getMaxX()).as("the view's coordinates").isEqualTo(188);
	}

	private static <T> T fx(java.util.concurrent.Callable<T> act) {
		return WaitForAsyncUtils.waitFor(WaitForAsyncUtils.asyncFx(act));
	}
}
