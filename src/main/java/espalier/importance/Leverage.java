package espalier.importance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.graph.Tensor;

/**
 * How much a filter takes part in the main directions of its layer: the squared norm of its row in the k first singular
 * vectors of the layer's matrix of n filters, the score by which columns are chosen in Hou et al. 2022, "CHEX: CHannel
 * EXploration for CNN Model Compression". Looks at the filters that make a channel, whatever members are chosen; where a unit
 * has several filters, their sum.
 * <p>
 * Cost, for n filters of m weights and s = min(n, m): n·m·s multiplications for the smaller matrix of products and about 10·s³
 * for its eigenvectors, so milliseconds for 64 filters, seconds for 1,000 and minutes for 4,000 of long rows; memory for four
 * matrices of s x max(s, n).
 *
 * @param share
 *            of the filters that are to stay, which makes k; above 0, at most 1
 */
public record Leverage(double share) implements MemberCriterion {
	/** Where nothing says how many filters are to stay: half of them. */
	public static final Leverage HALF = new Leverage(0.5);
	private static final int CHUNK = 256;

	@Override
	public String id() {
		return "leverage";
	}

	@Override
	public String title() {
		return "Leverage (CSS)";
	}

	@Override
	public String summary() {
		return "A filter's part in the main directions of its layer, as many as half of the filters (Hou et al. 2022).";
	}

	@Override
	public boolean reads(ChannelGroup group, Member member, Aggregation.MemberChoice choice) {
		return member.role() == Role.OUT;
	}

	@Override
	public double[] slices(ChannelGroup group, Member member) {
		int k = Math.max(1, (int) Math.round(share * member.width()));
		return new Slices(scores(member.tensor(), member.axis(), k)).byUnit(member.unitOfIndex(), group.units());
	}

	@Override
	public String nothingToRead(ChannelGroup group, Aggregation.MemberChoice choice) {
		return "Group `" + group.name()
				+ "` has no layer whose filters have directions; choose another criterion for it or its units by hand.";
	}

	/** For each index of the axis the squared norm of its row in the first k singular vectors; NaN where weights are not finite. */
	static double[] scores(Tensor tensor, int axis, int k) {
		Filters filters = Filters.of(tensor, axis);
		if (!Double.isFinite(Arrays.stream(Slices.sums(tensor, axis, Slices.Measure.SQUARE).byIndex()).sum())) {
			double[] none = new double[filters.count()];
			Arrays.fill(none, Double.NaN);
			return none;
		}
		return filters.count() <= filters.length() ? longer(filters, k) : shorter(filters, k);
	}

	/** Of filters that are at least as long as there are many: from their products with one another. */
	private static double[] longer(Filters filters, int k) {
		int n = filters.count();
		double[] products = new double[n * n];
		Filters.Reader reader = filters.reader(CHUNK, n);
		double[] piece = new double[CHUNK * n];
		for (long from = 0; from < filters.length(); from += CHUNK) {
			int count = (int) Math.min(CHUNK, filters.length() - from);
			reader.read(0, n, from, count, piece);
			add(piece, count, n, products);
		}
		double[] scores = new double[n];
		for (Direction direction : directions(products, n, k, n))
			for (int f = 0; f < n; f++)
				scores[f] += direction.part(f) * direction.part(f);
		return scores;
	}

	/** Of more filters than each has weights: from the products of places in a filter, then each filter's part in them. */
	private static double[] shorter(Filters filters, int k) {
		int n = filters.count();
		int m = (int) filters.length();
		double[] places = new double[m * n];
		filters.reader(m, n).read(0, n, 0, m, places);
		double[] rows = new double[n * m];
		for (int place = 0; place < m; place++)
			for (int f = 0; f < n; f++)
				rows[f * m + place] = places[place * n + f];
		double[] products = new double[m * m];
		add(rows, n, m, products);
		List<Direction> directions = directions(products, m, k, n);
		double[] scores = new double[n];
		IntStream.range(0, n).parallel().forEach(f -> {
			for (Direction direction : directions) {
				double part = 0;
				for (int place = 0; place < m; place++)
					part += rows[f * m + place] * direction.part(place);
				scores[f] += part * part / direction.square();
			}
		});
		return scores;
	}

	/** Adds the products of the columns of so many rows, below the diagonal. */
	private static void add(double[] rows, int count, int width, double[] products) {
		IntStream.range(0, width).parallel().forEach(i -> {
			for (int row = 0; row < count; row++) {
				double v = rows[row * width + i];
				for (int j = 0; j <= i; j++)
					products[i * width + j] += v * rows[row * width + j];
			}
		});
	}

	/** A singular vector with the square of its singular value. */
	private record Direction(double square, MatrixStore<Double> vectors, int column) {
		double part(int row) {
			return vectors.doubleValue(row, column);
		}
	}

	/** The k directions of the largest singular values, without those that are zero up to rounding. */
	private static List<Direction> directions(double[] products, int size, int k, int filters) {
		R064Store symmetric = R064Store.FACTORY.make(size, size);
		for (int i = 0; i < size; i++)
			for (int j = 0; j <= i; j++) {
				symmetric.set(i, j, products[i * size + j]);
				symmetric.set(j, i, products[i * size + j]);
			}
		Eigenvalue<Double> found = Eigenvalue.R064.make(size, true);
		found.decompose(symmetric);
		List<Direction> all = new ArrayList<>();
		for (int column = 0; column < size; column++)
			all.add(new Direction(found.getD().doubleValue(column, column), found.getV(), column));
		all.sort(Comparator.comparingDouble(Direction::square).reversed());
		double least = all.getFirst().square() * filters * Math.ulp(1.0);
		return all.stream().limit(k).filter(d -> d.square() > least).toList();
	}
}
