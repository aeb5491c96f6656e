package espalier.cli;

import espalier.importance.Aggregation;
import espalier.importance.Aggregation.MemberChoice;
import espalier.importance.Aggregation.Normalise;
import espalier.importance.Aggregation.Reduce;
import picocli.CommandLine.Option;

/** How the scores of tied channels become one. */
final class ScoreOptions {
	@Option(names = "--members", defaultValue = "all", paramLabel = "WHICH", completionCandidates = Candidates.OfMembers.class, description = "Weights of a channel that count: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
	private MemberChoice members = Aggregation.DEFAULT.members();
	@Option(names = "--normalise", defaultValue = "mean", paramLabel = "HOW", completionCandidates = Candidates.OfNormalise.class, description = "What each member's scores are divided by: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
	private Normalise normalise = Aggregation.DEFAULT.normalise();
	@Option(names = "--reduce", defaultValue = "mean", paramLabel = "HOW", completionCandidates = Candidates.OfReduce.class, description = "How the members' scores become one: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
	private Reduce reduce = Aggregation.DEFAULT.reduce();

	Aggregation aggregation() {
		return new Aggregation(normalise, reduce, members);
	}
}
