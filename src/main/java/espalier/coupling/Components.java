package espalier.coupling;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The components of all resolutions that are worth offering: all of the first, and of the others those that can be cut and are
 * more than other components together.
 */
final class Components {
	private final List<Resolver> resolutions;
	private final int[][] sizes;
	private final boolean[][] offered;

	Components(List<Resolver> resolutions) {
		this.resolutions = resolutions;
		sizes = resolutions.stream().map(Components::sizes).toArray(int[][]::new);
		offered = new boolean[resolutions.size()][];
		for (int r = 1; r < offered.length; r++)
			offered[r] = fresh(r);
	}

	boolean offered(int resolution, int component) {
		boolean[] of = offered[resolution];
		return of == null || of[component];
	}

	@Nullable
	Pin pin(int resolution, int component) {
		return resolutions.get(resolution).pin(component);
	}

	private static int[] sizes(Resolver resolver) {
		int[] sizes = new int[resolver.atoms()];
		for (int atom = 0; atom < sizes.length; atom++)
			sizes[resolver.find(atom)]++;
		return sizes;
	}

	/** Components of a later resolution that are no union of components which an earlier one can cut. */
	private boolean[] fresh(int r) {
		Resolver resolver = resolutions.get(r);
		boolean[] fresh = new boolean[resolver.atoms()];
		BitSet behind = resolver.behind();
		for (int atom = 0; atom < fresh.length; atom++)
			fresh[atom] = resolver.find(atom) == atom && resolver.pin(atom) == null
					&& (!resolver.sampled() || behind.get(atom));
		for (int earlier = 0; earlier < r; earlier++) {
			long[] covered = new long[fresh.length];
			Set<Long> seen = new HashSet<>();
			for (int atom = 0; atom < fresh.length; atom++) {
				int mine = resolver.find(atom);
				if (!fresh[mine])
					continue;
				int theirs = resolutions.get(earlier).find(atom);
				boolean cut = resolutions.get(earlier).pin(theirs) == null && offered(earlier, theirs);
				if (!cut)
					covered[mine] = Integer.MAX_VALUE;
				else if (seen.add((long) mine << 32 | theirs))
					covered[mine] += sizes[earlier][theirs];
			}
			for (int component = 0; component < fresh.length; component++)
				fresh[component] &= covered[component] != sizes[r][component];
		}
		return fresh;
	}
}
