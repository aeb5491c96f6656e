package espalier.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Cuts;
import espalier.plan.Plan;
import espalier.report.Account;
import espalier.report.Environment;
import espalier.report.Report;
import espalier.report.SensitivityCurves;
import espalier.session.History;
import espalier.session.Origin;
import espalier.session.Version;
import espalier.session.Workpiece;

/** All that a sitting knows, as a report: every version beside the original. */
final class Telling {
	private Telling() {}

	/**
	 * Slow: each version's plan is told on the original. Any thread.
	 *
	 * @param sweeps
	 *            of any version
	 * @param data
	 *            what the images are called; empty where nothing was measured
	 * @throws espalier.graph.RefusedException
	 *             when a version can't be told as one plan for the original
	 */
	static Report of(History history, List<SensitivityCurves.Series> sweeps, String data) {
		Version root = history.versions().getFirst();
		List<Account.Case> cases = new ArrayList<>();
		Map<Integer, Integer> places = new HashMap<>();
		String recipe = null;
		for (Version version : history.versions()) {
			int from = version.parent() == null ? -1 : places.getOrDefault(version.parent().id(), -1);
			if (version.parent() == null || version.origin() instanceof Origin.Chosen) {
				places.put(version.id(), from);
				continue;
			}
			places.put(version.id(), cases.size());
			cases.add(told(history, root.piece(), version, from));
			if (version.origin() instanceof Origin.Trained trained)
				recipe = trained.recipe().toJson();
			if (version.origin() instanceof Origin.ByMethod method)
				recipe = method.recipe();
		}
		return new Account(history.original(), root.piece(), root.measured(), data, cases, sweeps, recipe,
				Environment.here(), Instant.now()).report();
	}

	private static Account.Case told(History history, Workpiece root, Version version, int from) {
		Plan plan = history.planFromOriginal(version, Cuts.NONE);
		Workpiece piece = root.by(plan.choices());
		return new Account.Case("v" + Methods.number(version) + " " + version.title(), piece,
				plan.cuts(piece.coupling()), version.measured(), trained(version), from);
	}

	private static boolean trained(Version version) {
		for (@Nullable
		Version v = version; v != null; v = v.parent())
			if (v.origin() instanceof Origin.Trained
					|| v.origin() instanceof Origin.ByMethod method && !method.metrics().isEmpty())
				return true;
		return false;
	}
}
