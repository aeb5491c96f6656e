package espalier.coupling;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import espalier.graph.Attribute;
import espalier.graph.Node;

/** A node under the knife: what is kept around it, and the edits a rule may make. */
public interface Rewrite {
	Node node();

	long opset();

	/** Original size of an axis of the value at a slot. */
	int width(int slot, int axis);

	int rank(int slot);

	int outRank(int output);

	/** The axis of the first input that the node names, counted from the front. */
	int axis(long otherwise);

	int outWidth(int output, int axis);

	/** Kept indices of an axis of the value at a slot, or null when all stay. */
	int @Nullable [] kept(int slot, int axis);

	/** Kept indices of an axis of an output, or null when all stay. */
	int @Nullable [] keptOut(int output, int axis);

	/** The integers at a slot before the cut, or null when not known. */
	long @Nullable [] integers(int slot);

	void attribute(String name, Attribute value);

	void removeAttribute(String name);

	/**
	 * Sees to it that a slot holds these integers (one axis) at the traced input sizes. Stored ones are replaced; where they are
	 * computed from shapes and come out otherwise, the arithmetic is adjusted, so that open axes stay open.
	 */
	void integers(int slot, long... values);

	/** Feeds, at a slot, only these indices of an axis of what it held, counted after the cut. */
	void pick(int slot, int axis, int[] indices);

	default int newWidth(int slot, int axis) {
		int[] kept = kept(slot, axis);
		return kept == null ? width(slot, axis) : kept.length;
	}

	default int newOutWidth(int output, int axis) {
		int[] kept = keptOut(output, axis);
		return kept == null ? outWidth(output, axis) : kept.length;
	}

	/** Of equal groups of indices on an axis of the value at a slot, how many have one left. */
	default long groupsLeft(int slot, int axis, long groups) {
		int[] kept = kept(slot, axis);
		int size = (int) (width(slot, axis) / groups);
		return kept == null ? groups : Arrays.stream(kept).map(i -> i / size).distinct().count();
	}
}
