package espalier.bench;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import espalier.allocate.Allocation;
import espalier.allocate.Budget;
import espalier.allocate.Request;
import espalier.allocate.Uniform;
import espalier.cost.CostModel;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.evaluate.Latency;
import espalier.graph.Graph;
import espalier.importance.Aggregation;
import espalier.importance.Criteria;
import espalier.importance.Scores;
import espalier.plan.Surgeon;
import espalier.runtime.Tracer;
import espalier.zoo.ExampleNets;

/** What half of ResNet-20's multiplications less are worth in time, beside what they would be worth if time went by them. */
final class SpeedupBench {
	private SpeedupBench() {}

	static void run() {
		Graph whole = ExampleNets.resNet20("resnet20");
		Coupling coupling = Coupling.of(whole, Tracer.trace(whole));
		CostModel cost = CostModel.of(coupling);
		Scores scores = Scores.of(coupling, Criteria.byId("l2"), Aggregation.DEFAULT);
		for (int roundTo : new int[]{1, 8, 16}) {
			Allocation allocation = new Uniform().allocate(
					new Request(coupling, cost, scores, new Budget.Macs(0.5), Cuts.NONE, Set.of(), 1, roundTo));
			Graph half = Surgeon.apply(coupling, allocation.cuts());
			for (int batch : new int[]{1, 8, 128}) {
				List<Latency> times = Latency.of(List.of(whole, half), batch, 1, batch == 128 ? 15 : 60, () -> false);
				System.out.printf(Locale.ROOT,
						"speed-up, ResNet-20, widths in steps of %d, batch %d, 1 thread: measured %.2f (%.2f ms against %.2f ms), in MACs %.2f%n",
						roundTo, batch, times.getFirst().median() / times.getLast().median(), times.getFirst().median(),
						times.getLast().median(), 1 / allocation.cost().macsOf(cost.original()));
			}
		}
	}
}
