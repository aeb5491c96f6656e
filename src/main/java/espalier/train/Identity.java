package espalier.train;

import espalier.graph.Fingerprint;

/**
 * SHA-256 over everything that a training's result follows from: recipe, images and their preparation, and of the networks
 * every node, attribute and weight. The number of threads is left out, so that a training may move to another machine; only
 * on as many threads are its weights the same to the bit.
 */
final class Identity {
	private Identity() {}

	/** 64 hexadecimal digits. Costs one pass over the weights. */
	static String of(Trainer.Job job) {
		Fingerprint all = new Fingerprint().add("widened").add(job.recipe().toJson()).add(job.data().train().hash())
				.add(job.data().validation().hash()).add(job.preprocessing().toString()).add(job.graph());
		if (job.teacher() != null)
			all.add(job.teacher());
		if (job.fading() != null)
			all.add(job.fading().toString());
		if (job.shaping() != null)
			all.add(job.shaping().identity());
		return all.hex();
	}
}
