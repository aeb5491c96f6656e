package espalier.importance;

import java.util.stream.IntStream;

/**
 * Goes through all pairs of rows in square tiles, on all cores; pairs (row, column at most row) of tiles are numbered row by row.
 * Memory: two pieces of 128 rows and one number a pair of rows, for each core.
 */
record Tiles(Filters filters) {
	private static final int SIZE = 128;
	private static final int CHUNK = 256;

	/** Adds to the results of a tile what a piece of all its rows contributes. */
	interface Step {
		/**
		 * @param a
		 *            number k of row r at {@code k * rows + r}
		 * @param b
		 *            number k of column c at {@code k * columns + c}
		 * @param results
		 *            of row r and column c at {@code r * columns + c}
		 */
		void add(double[] a, double[] b, double[] results, int rows, int columns, int count);
	}

	/** Takes the results of a tile; called from several threads, once for each number. */
	interface Sink {
		void take(int number, Tile tile, double[] results);
	}

	/** Rows and columns from one on. */
	record Tile(int row, int rows, int column, int columns) {
		boolean diagonal() {
			return row == column;
		}
	}

	int count() {
		int tiles = (filters.count() + SIZE - 1) / SIZE;
		return tiles * (tiles + 1) / 2;
	}

	Tile tile(int number) {
		int row = (int) ((Math.sqrt(8.0 * number + 1) - 1) / 2);
		while ((row + 1) * (row + 2) / 2 <= number)
			row++;
		while (row * (row + 1) / 2 > number)
			row--;
		int column = number - row * (row + 1) / 2;
		return new Tile(row * SIZE, Math.min(SIZE, filters.count() - row * SIZE), column * SIZE,
				Math.min(SIZE, filters.count() - column * SIZE));
	}

	void forEach(Step step, Sink sink) {
		IntStream.range(0, count()).parallel().forEach(number -> {
			Tile tile = tile(number);
			sink.take(number, tile, results(tile, step));
		});
	}

	private double[] results(Tile tile, Step step) {
		double[] a = new double[CHUNK * tile.rows];
		double[] b = new double[CHUNK * tile.columns];
		double[] results = new double[tile.rows * tile.columns];
		Filters.Reader reader = filters.reader(CHUNK, SIZE);
		long length = filters.length();
		for (long from = 0; from < length; from += CHUNK) {
			int count = (int) Math.min(CHUNK, length - from);
			reader.read(tile.row, tile.rows, from, count, a);
			reader.read(tile.column, tile.columns, from, count, b);
			step.add(a, b, results, tile.rows, tile.columns, count);
		}
		return results;
	}
}
