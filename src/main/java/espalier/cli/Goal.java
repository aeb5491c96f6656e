package espalier.cli;

import org.jspecify.annotations.Nullable;

import espalier.allocate.Budget;
import picocli.CommandLine.Option;

/** How much is to go, said in one of three ways. */
final class Goal {
	@Option(names = "--ratio", required = true, paramLabel = "SHARE", description = "Share of channels that go, as in 0.5.")
	private @Nullable Share ratio;
	@Option(names = "--target-macs", required = true, paramLabel = "SHARE", description = "Share of the model's multiply-accumulates that remains, as in 50%%.")
	private @Nullable Share macs;
	@Option(names = "--target-params", required = true, paramLabel = "SHARE", description = "Share of the model's parameters that remains, as in 50%%.")
	private @Nullable Share parameters;

	Budget budget() {
		if (ratio != null)
			return new Budget.Ratio(ratio.value());
		return macs != null
				? new Budget.Macs(macs.value())
				: new Budget.Parameters(java.util.Objects.requireNonNull(parameters).value());
	}
}
