package espalier.cost;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ObjLongConsumer;

import espalier.coupling.Cuts;
import espalier.graph.Node;
import espalier.graph.Tensor;
import espalier.graph.Use;

/**
 * A one-dimensional parameter that layers of different groups read, because exporters merge what is merely equal. It becomes
 * as many tensors as there are different sets of kept indices.
 */
final class SharedParameter {
	/**
	 * @param plain
	 *            whether index i is unit i of a single group, so that the removed units are the removed indices
	 */
	private record Reader(Use use, List<Widths.Part> parts, boolean plain) {}

	private final Tensor tensor;
	private final List<Reader> readers = new ArrayList<>();

	private SharedParameter(Tensor tensor) {
		this.tensor = tensor;
	}

	static SharedParameter of(Widths widths, Tensor tensor, int axis, List<Use> uses) {
		SharedParameter shared = new SharedParameter(tensor);
		for (Use use : uses) {
			List<Widths.Part> parts = widths.parts(use.node(), use.slot(), axis);
			shared.readers.add(new Reader(use, parts, plain(parts)));
		}
		return shared;
	}

	private static boolean plain(List<Widths.Part> parts) {
		if (parts.size() != 1)
			return false;
		int[] unitOfIndex = parts.getFirst().unitOfIndex();
		for (int i = 0; i < unitOfIndex.length; i++)
			if (unitOfIndex[i] != i)
				return false;
		return true;
	}

	/** Bits of one element. */
	int bits() {
		return tensor.type().bits();
	}

	/** Tells the elements of each tensor that comes of it with the first node that reads that one. */
	void count(Cuts cuts, ObjLongConsumer<Node> elements) {
		long size = tensor.elements();
		Set<BitSet> seen = new HashSet<>();
		for (Reader reader : readers) {
			BitSet removed = removed(reader, cuts);
			if (seen.add(removed))
				elements.accept(reader.use.node(), size - removed.cardinality());
		}
	}

	private BitSet removed(Reader reader, Cuts cuts) {
		BitSet indices = new BitSet();
		if (reader.parts.stream().noneMatch(p -> cuts.count(p.group()) > 0))
			return indices;
		if (reader.plain)
			return cuts.removed(reader.parts.getFirst().group());
		for (Widths.Part part : reader.parts) {
			int[] unitOfIndex = part.unitOfIndex();
			for (int i = 0; i < unitOfIndex.length; i++)
				if (unitOfIndex[i] >= 0 && cuts.isRemoved(part.group(), unitOfIndex[i]))
					indices.set(i);
		}
		return indices;
	}
}
