package espalier.method;

import java.util.List;

import org.jspecify.annotations.Nullable;

import espalier.train.JsonFile;

/**
 * What a paper reports of its method, on other networks and images than one's own: to be shown beside what was measured, never
 * mixed with it.
 *
 * @param network
 *            with its images, as in {@code ResNet-50, ImageNet}
 * @param base
 *            top-1 before, in percent as the paper has it; empty where that is not known
 * @param top1
 *            top-1 after
 * @param removed
 *            share of MACs (the papers' FLOPs) that went
 */
public record Reported(String method, String network, String base, String top1, String removed) {
	/** All of a file. */
	record Table(List<Reported> rows) {}

	private static final List<Reported> ALL = JsonFile.resource(Reported.class, "reported.json", Table.class).rows();

	/** What is reported of a method, or null. */
	public static @Nullable Reported of(String method) {
		return ALL.stream().filter(r -> r.method.equals(method)).findFirst().orElse(null);
	}

	/** In one cell. */
	public String words() {
		return top1 + (base.isEmpty() ? "" : " (from " + base + ")") + " at −" + removed + ", " + network;
	}
}
