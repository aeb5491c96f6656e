package espalier.bench;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import espalier.cost.Cost;
import espalier.cost.CostModel;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.graph.Trace;
import espalier.importance.Aggregation;
import espalier.importance.Criteria;
import espalier.importance.Scores;
import espalier.plan.Surgeon;
import espalier.runtime.Tracer;

/** The steps from a graph to a pruned graph, one by one, warm. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgs = {"--enable-native-access=ALL-UNNAMED", "-Xmx3g"})
public class EngineBench {
	@Param({"resnet50", "densenet121", "bert", "nodes10000"})
	public String network = "";

	private Graph graph;
	private Trace trace;
	private Coupling coupling;
	private CostModel cost;
	private Cuts half;
	private Cuts step;
	private boolean turn;

	@Setup
	public void prepare() {
		graph = Networks.of(network);
		trace = Tracer.trace(graph);
		coupling = Coupling.of(graph, trace);
		cost = CostModel.of(coupling);
		Map<ChannelGroup, BitSet> cuts = new LinkedHashMap<>();
		for (ChannelGroup group : coupling.prunable()) {
			BitSet units = new BitSet();
			units.set(0, group.units() / 2);
			cuts.put(group, units);
		}
		half = Cuts.of(cuts);
		ChannelGroup first = coupling.prunable().getFirst();
		BitSet fewer = half.removed(first);
		fewer.clear(0);
		step = half.with(first, fewer);
	}

	@Benchmark
	public Trace trace() {
		return Tracer.trace(graph);
	}

	@Benchmark
	public Coupling coupling() {
		return Coupling.of(graph, trace);
	}

	@Benchmark
	public CostModel costModel() {
		return CostModel.of(coupling);
	}

	/** One step of a slider. */
	@Benchmark
	public Cost preview() {
		turn = !turn;
		return cost.preview(turn ? step : half);
	}

	@Benchmark
	public Scores importance() {
		return Scores.of(coupling, Criteria.byId("l2"), Aggregation.DEFAULT);
	}

	@Benchmark
	public Graph surgery() {
		return Surgeon.apply(coupling, half);
	}
}
