package espalier.app;

import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Member;
import espalier.graph.Shape;

/** What a cut makes of a weight's shape. */
final class MemberShapes {
	private MemberShapes() {}

	/** The shape after the cuts, along every axis that some group spans. */
	static Shape after(Coupling coupling, Member member, Cuts cuts) {
		Shape shape = member.tensor().shape();
		for (int axis = 0; axis < shape.rank(); axis++) {
			int removed = coupling.removedCount(member.use().node(), member.use().slot(), axis, cuts);
			if (removed > 0)
				shape = shape.with(axis, shape.dim(axis) - removed);
		}
		return shape;
	}
}
