package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;

import org.junit.jupiter.api.Test;

import espalier.graph.BadInputException;
import espalier.graph.RefusedException;
import espalier.graph.Shape;

class PreprocessingTest {
	private static final List<Float> MEAN = List.of(0.5f, 0.25f, 0f);
	private static final List<Float> STD = List.of(0.5f, 1f, 2f);
	/** Two pixels side by side. */
	private static final Picture TWO = new Picture(2, 1, 3, new byte[]{(byte) 255, 0, 51, 0, (byte) 204, 102});

	@Test
	void writeLaysChannelsOneAfterTheOther() {
		assertThat(numbers(new Preprocessing(1, 2, 3, 0, false, false, 1 / 255f, MEAN, STD), TWO)).containsExactly(
				new float[]{1, -1, -0.25f, 0.55f, 0.1f, 0.2f}, within(1e-6f));
	}

	@Test
	void writePutsBlueFirstForBgr() {
		assertThat(numbers(new Preprocessing(1, 2, 3, 0, true, false, 1 / 255f, MEAN, STD), TWO)).containsExactly(
				new float[]{-0.6f, -0.2f, -0.25f, 0.55f, 0.5f, 0}, within(1e-6f));
	}

	@Test
	void writeLaysChannelsSideBySideForNhwc() {
		assertThat(numbers(new Preprocessing(1, 2, 3, 0, false, true, 1 / 255f, MEAN, STD), TWO)).containsExactly(
				new float[]{1, -0.25f, 0.1f, -1, 0.55f, 0.2f}, within(1e-6f));
	}

	@Test
	void writeScalesByWhatIsGiven() {
		Preprocessing raw = new Preprocessing(1, 2, 1, 0, false, false, 1, List.of(100f), List.of(10f));
		assertThat(numbers(raw, new Picture(2, 1, 1, new byte[]{100, (byte) 200}))).containsExactly(0, 10);
	}

	@Test
	void fitResizesTheShorterSideAndCutsOutTheCentre() {
		Preprocessing half = new Preprocessing(2, 2, 1, 2, false, false, 1, List.of(0f), List.of(1f));
		byte[] pixels = new byte[8 * 4];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (i % 8 / 2 * 60);
		Picture fitted = half.fit(new Picture(8, 4, 1, pixels));
		assertThat(fitted.width()).isEqualTo(2);
		assertThat(fitted.height()).isEqualTo(2);
		assertThat(fitted.pixels()).containsExactly(60, 120, 60, 120);
	}

	@Test
	void fitCoversTheInputWithoutStretching() {
		Preprocessing wide = new Preprocessing(2, 4, 1, 2, false, false, 1, List.of(0f), List.of(1f));
		Picture fitted = wide.fit(new Picture(2, 2, 1, new byte[]{0, 100, 0, 100}));
		assertThat(fitted.width()).isEqualTo(4);
		assertThat(fitted.height()).isEqualTo(2);
		assertThat(fitted.at(0, 0, 0)).isZero();
		assertThat(fitted.at(3, 1, 0)).isEqualTo(100);
	}

	@Test
	void fitConvertsChannelsWhereAsked() {
		Preprocessing colour = new Preprocessing(1, 2, 3, 0, false, false, 1, MEAN, STD, true);
		assertThat(colour.mismatch(new Picture(2, 1, 1, new byte[2]))).isNull();
		assertThat(colour.fit(new Picture(2, 1, 1, new byte[]{7, (byte) 200})).pixels()).containsExactly(7, 7, 7, 200,
				200, 200);
		Preprocessing grey = new Preprocessing(1, 2, 1, 0, false, false, 1, List.of(0f), List.of(1f), true);
		assertThat(grey.fit(TWO).pixels()).containsExactly(82, 131);
	}

	@Test
	void mismatchNamesTheOptionsThatHelp() {
		Preprocessing photograph = Preprocessing.guess(Shape.of(1, 3, 32, 40));
		assertThat(photograph.mismatch(new Picture(28, 28, 1, new byte[28 * 28])))
				.isEqualTo("the model wants 3x32x40, these are 1x28x28; give --resize 32 --channels-convert");
		assertThat(photograph.mismatch(new Picture(50, 50, 3, new byte[7500]))).endsWith("give --resize 32");
		assertThat(photograph.mismatch(new Picture(40, 32, 1, new byte[1280]))).endsWith("give --channels-convert");
		assertThat(photograph.mismatch(new Picture(40, 32, 3, new byte[3840]))).isNull();
	}

	@Test
	void mismatchLeavesOutWhatWouldFillAMemory() {
		Preprocessing photograph = Preprocessing.guess(Shape.of(1, 3, 224, 224));
		assertThat(photograph.mismatch(new Picture(100_000, 1, 3, new byte[300_000]))).contains("too narrow");
	}

	@Test
	void guessTakesWhatIsUsual() {
		Preprocessing small = Preprocessing.guess(Shape.of(1, 3, 32, 32));
		assertThat(small.resize()).isZero();
		assertThat(small.mean()).containsExactly(0.4914f, 0.4822f, 0.4465f);
		assertThat(small.shape(4)).isEqualTo(Shape.of(4, 3, 32, 32));
		Preprocessing grey = Preprocessing.guess(Shape.of(1, 1, 28, 28));
		assertThat(grey.channels()).isEqualTo(1);
		assertThat(grey.mean()).containsExactly(0.5f);
		Preprocessing photograph = Preprocessing.guess(Shape.of(1, 3, 224, 224));
		assertThat(photograph.resize()).isEqualTo(256);
		assertThat(photograph.std()).containsExactly(0.229f, 0.224f, 0.225f);
		assertThat(photograph.channelsLast()).isFalse();
		Preprocessing last = Preprocessing.guess(Shape.of(1, 96, 64, 3));
		assertThat(last.channelsLast()).isTrue();
		assertThat(last.height()).isEqualTo(96);
		assertThat(last.width()).isEqualTo(64);
		assertThat(last.shape(2)).isEqualTo(Shape.of(2, 96, 64, 3));
	}

	@Test
	void guessRefusesWhatIsNoImage() {
		assertThatThrownBy(() -> Preprocessing.guess(Shape.of(1, 768))).isInstanceOf(RefusedException.class);
		assertThatThrownBy(() -> Preprocessing.guess(Shape.of(1, 4, 32, 32))).isInstanceOf(RefusedException.class);
	}

	@Test
	void refusesNumbersThatCannotBe() {
		assertThatThrownBy(() -> Preprocessing.guess(Shape.of(1, 3, -1, 32))).isInstanceOf(RefusedException.class)
				.hasMessageContaining("3x-1x32");
		assertThatThrownBy(() -> new Preprocessing(1, 2, 3, 0, false, false, 1, List.of(0f), STD))
				.isInstanceOf(RefusedException.class).hasMessageContaining("one a channel");
		assertThatThrownBy(() -> new Preprocessing(1, 2, 3, 0, false, false, 1, MEAN, List.of(1f, 0f, 1f)))
				.isInstanceOf(RefusedException.class).hasMessageContaining("zero");
		assertThatThrownBy(() -> new Preprocessing(32, 32, 3, 20, false, false, 1, MEAN, STD))
				.isInstanceOf(RefusedException.class).hasMessageContaining("Resizing to 20");
	}

	@Test
	void jsonComesBackAsItWas() {
		Preprocessing all = new Preprocessing(30, 40, 3, 50, true, true, 0.1f, MEAN, STD, true);
		assertThat(Preprocessing.fromJson(all.toJson())).isEqualTo(all);
	}

	@Test
	void fromJsonRefusesWhatIsMissingOrWrong() {
		String json = new Preprocessing(1, 2, 3, 0, false, false, 1, MEAN, STD).toJson();
		for (String bad : new String[]{"", "{}", "nonsense", json.replace("\"bgr\":false,", ""),
				json.replace("\"mean\":[", "\"mean\":[\"x\",")})
			assertThatThrownBy(() -> Preprocessing.fromJson(bad)).as(bad).isInstanceOf(BadInputException.class)
					.hasMessageContaining("set it anew");
		assertThatThrownBy(() -> Preprocessing.fromJson(json.replace("\"channels\":3", "\"channels\":1")))
				.isInstanceOf(RefusedException.class).hasMessageContaining("one a channel");
	}

	private static float[] numbers(Preprocessing preprocessing, Picture picture) {
		float[] numbers = new float[preprocessing.numbers()];
		preprocessing.write(preprocessing.fit(picture), numbers, 0);
		return numbers;
	}
}
