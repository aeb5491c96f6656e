package espalier.app.control;

/**
 * What a person does to a value by hand. The control never sets the value itself: it reports here, and shows what the model
 * answers. One key press or one turn of the wheel is a begin, a move and an end.
 */
public interface Gesture {
	void begin();

	/**
	 * @param value
	 *            wanted, within the control's limits
	 * @param all
	 *            whether everything selected is to follow (Alt held)
	 */
	void move(double value, boolean all);

	void end();

	/** Esc during a drag: as before {@link #begin()}. */
	void cancel();

	/** Double click: the value nobody chose by hand. */
	void reset();
}
