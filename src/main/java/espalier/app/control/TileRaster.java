package espalier.app.control;

/** Where tiles lie: row after row, a gap between them. */
record TileRaster(int count, int columns, double width, double height, double across, double pitch) {
	static final TileRaster EMPTY = new TileRaster(0, 1, 0, 0, 1, 1);
	static final double CAPTION = 14;
	private static final double GAP = 6;
	private static final double EDGE = 2;

	/** @param room to the right */
	static TileRaster of(int count, double room, double tileWidth, double tileHeight, boolean captions) {
		double across = tileWidth + GAP;
		double pitch = tileHeight + GAP + (captions ? CAPTION : 0);
		int columns = Math.max(1, (int) Math.floor((room - 2 * EDGE + GAP) / across));
		int rows = (count + columns - 1) / columns;
		return new TileRaster(count, columns, tileWidth, rows * pitch - (captions ? 0 : GAP - 2 * EDGE), across, pitch);
	}

	double x(int index) {
		return EDGE + index % columns * across;
	}

	/** Where the row of a tile begins. */
	double top(int index) {
		int row = index / columns;
		return row * pitch;
	}

	double y(int index) {
		return EDGE + top(index);
	}

	/** The tile at a point, or -1. */
	int at(double x, double y) {
		int column = (int) Math.floor((x - EDGE) / across);
		int row = (int) Math.floor((y - EDGE) / pitch);
		if (column < 0 || column >= columns || row < 0 || x - EDGE - column * across > width)
			return -1;
		int index = row * columns + column;
		return index < count ? index : -1;
	}

	/** The first tile of the row at a height. */
	int firstAt(double y) {
		return Math.max(0, (int) Math.floor((y - EDGE) / pitch)) * columns;
	}
}
