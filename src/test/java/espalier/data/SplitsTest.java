package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import espalier.graph.BadInputException;
import espalier.graph.RefusedException;

class SplitsTest {
	@Test
	void divideIsDisjointAndCoversAll() {
		Splits splits = Splits.divide(Listed.of(IntStream.range(0, 100).map(i -> i % 3).toArray()), 4);
		int[] both = IntStream.concat(pixels(splits.train()), pixels(splits.validation())).sorted().toArray();
		assertThat(both).containsExactly(IntStream.range(0, 100).toArray());
		assertThat(splits.divided()).isTrue();
	}

	@Test
	void divideKeepsATenthOfEachClassHoweverMany() {
		int[] labels = new int[200];
		Arrays.fill(labels, 170, 199, 1);
		labels[199] = 2;
		Splits splits = Splits.divide(Listed.of(labels), 1);
		assertThat(counts(splits.validation())).isEqualTo(Map.of(0, 17L, 1, 2L));
		assertThat(counts(splits.train())).isEqualTo(Map.of(0, 153L, 1, 27L, 2, 1L));
	}

	@Test
	void divideFollowsTheSeed() {
		Listed data = Listed.of(new int[50]);
		assertThat(pixels(Splits.divide(data, 1).validation())).containsExactly(
				pixels(Splits.divide(data, 1).validation()).boxed().toArray(Integer[]::new));
		assertThat(pixels(Splits.divide(data, 1).train()).toArray())
				.isNotEqualTo(pixels(Splits.divide(data, 2).train()).toArray());
	}

	@Test
	void divideLeavesBothSidesAnImage() {
		Splits splits = Splits.divide(Listed.of(0, 1), 1);
		assertThat(splits.train().size()).isEqualTo(1);
		assertThat(splits.validation().size()).isEqualTo(1);
		assertThatThrownBy(() -> Splits.divide(Listed.of(0), 1)).isInstanceOf(BadInputException.class)
				.hasMessageContaining("only one image");
	}

	@Test
	void stratifiedHasAsManyOfEachClassAtEachWholeRound() {
		int[] labels = new int[90];
		Arrays.fill(labels, 20, 50, 1);
		Arrays.fill(labels, 50, 90, 2);
		Subset all = Subset.stratified(Listed.of(labels), 90, 3);
		for (int round = 1; round <= 20; round++)
			assertThat(counts(Subset.stratified(Listed.of(labels), round * 3, 3)))
					.isEqualTo(Map.of(0, (long) round, 1, (long) round, 2, (long) round));
		assertThat(all.indices()).doesNotHaveDuplicates().hasSize(90);
		assertThat(Subset.stratified(Listed.of(labels), 30, 3).indices()).containsExactly(
				Arrays.copyOf(all.indices(), 30));
		assertThat(Subset.stratified(Listed.of(labels), 30, 4).indices()).isNotEqualTo(
				Arrays.copyOf(all.indices(), 30));
	}

	@Test
	void orderedNumbersClassesAsGiven() throws UnreadableImage {
		Splits splits = new Splits(Listed.of(0, 1, 2, 7), Listed.of(2), false, List.of("odd"));
		Splits ordered = splits.ordered(List.of("c", "a", "b"));
		assertThat(ordered.train().classes()).containsExactly("c", "a", "b");
		assertThat(IntStream.range(0, 4).map(ordered.train()::label)).containsExactly(1, 2, 0, 7);
		assertThat(ordered.validation().label(0)).isZero();
		assertThat(ordered.train().read(2).at(0, 0, 0)).isEqualTo(2);
		assertThat(ordered.train().hash()).isNotEqualTo(splits.train().hash());
		assertThat(ordered.notes()).containsExactly("odd");
	}

	@Test
	void orderedRefusesOtherNamesByName() {
		Splits splits = new Splits(Listed.of(0), Listed.of(0), false);
		assertThatThrownBy(() -> splits.ordered(List.of("a", "b"))).isInstanceOf(RefusedException.class)
				.hasMessageContainingAll("lacks", "(c)");
		assertThatThrownBy(() -> splits.ordered(List.of("a", "b", "c", "fox"))).isInstanceOf(RefusedException.class)
				.hasMessageContainingAll("that the data lacks", "(fox)");
		assertThatThrownBy(() -> splits.ordered(List.of("a", "b", "c", "a"))).isInstanceOf(RefusedException.class)
				.hasMessageContainingAll("twice", "(a)");
	}

	private static IntStream pixels(Dataset data) {
		return IntStream.range(0, data.size()).map(i -> {
			try {
				return data.read(i).at(0, 0, 0);
			} catch (UnreadableImage e) {
				throw new IllegalStateException(e);
			}
		});
	}

	private static Map<Integer, Long> counts(Dataset data) {
		return IntStream.range(0, data.size()).mapToObj(data::label)
				.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
	}
}
