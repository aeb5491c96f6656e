package espalier.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import com.sun.management.GarbageCollectorMXBean;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.plan.Surgeon;
import espalier.runtime.Tracer;

/**
 * What coupling and surgery hold in memory beside the network that they are given, at most: objects alive at full collections
 * that go on while they work, the result among them. Once with half of each group cut, and once with one unit, after which the
 * result is nearly as large as the network.
 */
final class SurgeryMemory {
	private static final double LIMIT = 2;
	private static final int RUNS = 4;
	private static final Set<String> HEAP = ManagementFactory.getMemoryPoolMXBeans().stream()
			.filter(p -> p.getType() == MemoryType.HEAP).map(MemoryPoolMXBean::getName).collect(Collectors.toSet());

	private SurgeryMemory() {}

	/** Measures in a process whose collector leaves nothing dead behind, as it else does where moving would not pay. */
	static void run() throws IOException {
		try {
			int code = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx3g",
					"-XX:+UseSerialGC", "-XX:MarkSweepAlwaysCompactCount=1", "--enable-native-access=ALL-UNNAMED", "-cp",
					System.getProperty("java.class.path"), SurgeryMemory.class.getName()).inheritIO().start().waitFor();
			if (code != 0)
				System.exit(code);
		} catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	/** @throws IllegalStateException when more than twice the weights is taken */
	public static void main(String[] arguments) throws InterruptedException {
		for (String name : List.of("densenet121", "bert")) {
			Graph graph = Networks.of(name);
			Trace trace = Tracer.trace(graph);
			long weights = graph.initializers().values().stream().mapToLong(Tensor::bytes).sum();
			long before = alive();
			long coupled = most(() -> Coupling.of(graph, trace)) - before;
			for (boolean half : new boolean[]{true, false}) {
				long[] made = new long[1];
				long most = most(() -> {
					Coupling coupling = Coupling.of(graph, trace);
					Graph result = Surgeon.apply(coupling, cuts(coupling, half));
					made[0] = fresh(graph, result);
					return List.of(coupling, result);
				}) - before;
				System.out.printf(Locale.ROOT,
						"%s, %s of each group cut: weights %d MiB, coupling %.1f MiB, at most %d MiB with a result of %d MiB:"
								+ " %.2f of the weights%n",
						name, half ? "half" : "one unit", weights >> 20, coupled / 1048576.0, most >> 20,
						made[0] >> 20, (double) most / weights);
				if (most > LIMIT * weights)
					throw new IllegalStateException("coupling and surgery take more than twice the weights");
			}
		}
	}

	private static Cuts cuts(Coupling coupling, boolean half) {
		Map<ChannelGroup, BitSet> cuts = new LinkedHashMap<>();
		for (ChannelGroup group : coupling.prunable())
			if (group.units() > 1) {
				BitSet units = new BitSet();
				units.set(0, half ? group.units() / 2 : 1);
				cuts.put(group, units);
			}
		return Cuts.of(cuts);
	}

	/** Bytes of the weights that the result does not share with the original. */
	private static long fresh(Graph original, Graph result) {
		return result.initializers().values().stream().filter(t -> original.initializers().get(t.name()) != t)
				.mapToLong(Tensor::bytes).sum();
	}

	/** Bytes alive at most while something is done several times and its answer is held. */
	private static long most(Supplier<?> work) throws InterruptedException {
		long[] most = {0};
		AtomicBoolean done = new AtomicBoolean();
		Thread collecting = new Thread(() -> {
			while (!done.get())
				most[0] = Math.max(most[0], alive());
		});
		collecting.start();
		Object held = null;
		for (int run = 0; run < RUNS; run++) {
			held = null;
			held = work.get();
		}
		done.set(true);
		collecting.join();
		long end = alive();
		Reference.reachabilityFence(held);
		return Math.max(most[0], end);
	}

	private static long alive() {
		System.gc();
		return collector().getLastGcInfo().getMemoryUsageAfterGc().entrySet().stream()
				.filter(pool -> HEAP.contains(pool.getKey())).mapToLong(pool -> pool.getValue().getUsed()).sum();
	}

	/** The serial one's full collections; only the process that measures has it. */
	private static GarbageCollectorMXBean collector() {
		return ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
				.filter(c -> c.getName().equals("MarkSweepCompact")).findFirst().orElseThrow();
	}
}
