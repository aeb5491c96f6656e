package espalier.app.graphview;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import org.eclipse.elk.alg.layered.options.CrossingMinimizationStrategy;
import org.eclipse.elk.alg.layered.options.GreedySwitchType;
import org.eclipse.elk.alg.layered.options.LayerConstraint;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.LayeringStrategy;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;

import espalier.app.graphview.Frame.Box;
import espalier.app.graphview.Frame.Edge;

/** ELK's layered algorithm (Schulze, Spönemann, von Hanxleden, JVLC 2014). To be run on a thread with a deep stack. */
final class ElkPlacer implements Placer {
	private final boolean fast;
	private final BooleanSupplier cancelled;

	/**
	 * @param fast
	 *            fewer rounds of everything, for thousands of boxes
	 */
	ElkPlacer(boolean fast, BooleanSupplier cancelled) {
		this.fast = fast;
		this.cancelled = cancelled;
	}

	@Override
	public void place(Frame frame) {
		if (frame.boxes.isEmpty())
			return;
		ElkNode root = root();
		List<ElkNode> nodes = new ArrayList<>();
		for (Box box : frame.boxes)
			nodes.add(node(root, box));
		List<ElkEdge> edges = new ArrayList<>();
		for (Edge edge : frame.edges) {
			ElkPort out = port(nodes.get(edge.from), PortSide.EAST, frame.boxes.get(edge.from).length, edge.fromV);
			ElkPort in = port(nodes.get(edge.to), PortSide.WEST, 0, edge.toV);
			ElkEdge made = ElkGraphUtil.createSimpleEdge(out, in);
			made.setProperty(CoreOptions.EDGE_THICKNESS, edge.thick);
			edges.add(made);
		}
		new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor() {
			@Override
			public boolean isCanceled() {
				return cancelled.getAsBoolean();
			}
		});
		if (cancelled.getAsBoolean())
			throw new CancellationException();
		for (int i = 0; i < nodes.size(); i++) {
			frame.boxes.get(i).u = nodes.get(i).getX();
			frame.boxes.get(i).v = nodes.get(i).getY();
		}
		for (int i = 0; i < edges.size(); i++)
			frame.edges.get(i).path = path(frame, frame.edges.get(i), edges.get(i));
		frame.settle();
	}

	private ElkNode root() {
		ElkNode root = ElkGraphUtil.createGraph();
		root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
		root.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
		root.setProperty(CoreOptions.PADDING, new ElkPadding(0));
		root.setProperty(CoreOptions.RANDOM_SEED, 1);
		root.setProperty(CoreOptions.SEPARATE_CONNECTED_COMPONENTS, false);
		root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.POLYLINE);
		root.setProperty(CoreOptions.SPACING_NODE_NODE, Frame.BOX_GAP);
		root.setProperty(LayeredOptions.SPACING_EDGE_NODE, Frame.BOX_GAP * 0.7);
		root.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 10.0);
		root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, Frame.LAYER_GAP);
		root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 8.0);
		root.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY,
				fast ? NodePlacementStrategy.BRANDES_KOEPF : NodePlacementStrategy.NETWORK_SIMPLEX);
		root.setProperty(LayeredOptions.LAYERING_STRATEGY,
				fast ? LayeringStrategy.LONGEST_PATH_SOURCE : LayeringStrategy.NETWORK_SIMPLEX);
		root.setProperty(LayeredOptions.CROSSING_MINIMIZATION_STRATEGY, CrossingMinimizationStrategy.LAYER_SWEEP);
		if (fast) {
			root.setProperty(LayeredOptions.THOROUGHNESS, 1);
			root.setProperty(LayeredOptions.CROSSING_MINIMIZATION_GREEDY_SWITCH_TYPE, GreedySwitchType.OFF);
		}
		return root;
	}

	private static ElkNode node(ElkNode root, Box box) {
		ElkNode node = ElkGraphUtil.createNode(root);
		node.setDimensions(box.length, box.breadth);
		node.setProperty(CoreOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_POS);
		if (box.side == Frame.Side.START)
			node.setProperty(LayeredOptions.LAYERING_LAYER_CONSTRAINT, LayerConstraint.FIRST_SEPARATE);
		else if (box.side == Frame.Side.END)
			node.setProperty(LayeredOptions.LAYERING_LAYER_CONSTRAINT, LayerConstraint.LAST_SEPARATE);
		return node;
	}

	private static ElkPort port(ElkNode node, PortSide side, double x, double y) {
		for (ElkPort port : node.getPorts())
			if (port.getProperty(CoreOptions.PORT_SIDE) == side && port.getY() == y)
				return port;
		ElkPort port = ElkGraphUtil.createPort(node);
		port.setProperty(CoreOptions.PORT_SIDE, side);
		port.setLocation(x, y);
		return port;
	}

	private static double[] path(Frame frame, Edge edge, ElkEdge laid) {
		Box from = frame.boxes.get(edge.from);
		Box to = frame.boxes.get(edge.to);
		List<ElkBendPoint> bends = laid.getSections().isEmpty() ? List.of() : bends(laid.getSections().getFirst());
		double[] path = new double[4 + 2 * bends.size()];
		int at = 0;
		path[at++] = from.u + from.length;
		path[at++] = from.v + edge.fromV;
		for (ElkBendPoint bend : bends) {
			path[at++] = bend.getX();
			path[at++] = bend.getY();
		}
		path[at++] = to.u;
		path[at] = to.v + edge.toV;
		return path;
	}

	private static List<ElkBendPoint> bends(ElkEdgeSection section) {
		return section.getBendPoints();
	}
}
