package espalier.coupling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Einsum: equal letters are equal axes; letters that the result lacks are summed over. */
final class EinsumRule implements Rule {
	private record Place(int slot, int axis) {}

	@Override
	public void tie(Site s) {
		int n = s.node.inputs().size();
		String[] sides = s.node.text("equation", "").replace(" ", "").split("->", -1);
		String[] terms = sides[0].split(",", -1);
		if (terms.length != n) {
			s.pinAll("`" + s.node.name() + "` has an equation that can't be read");
			return;
		}
		Map<String, List<Place>> places = new LinkedHashMap<>();
		for (int slot = 0; slot < n; slot++) {
			List<String> letters = letters(terms[slot], s.shape(slot).rank());
			if (letters.size() != s.shape(slot).rank()) {
				s.pinAll("`" + s.node.name() + "` has an equation that can't be read");
				return;
			}
			for (int k = 0; k < letters.size(); k++)
				places.computeIfAbsent(letters.get(k), l -> new ArrayList<>()).add(new Place(slot, k));
		}
		List<String> result = letters(sides.length > 1 ? sides[1] : implied(sides[0]), s.outShape(0).rank());
		Map<String, Integer> out = new HashMap<>();
		for (int k = 0; k < result.size(); k++)
			out.put(result.get(k), k);
		places.forEach((letter, at) -> tie(s, at, out.get(letter)));
	}

	private static void tie(Site s, List<Place> at, @org.jspecify.annotations.Nullable Integer out) {
		boolean summed = out == null;
		Place first = at.stream().max(java.util.Comparator.comparingInt(p -> s.size(s.in(p.slot, p.axis))))
				.orElseThrow();
		boolean stored = at.stream().anyMatch(p -> s.constant(p.slot) != null);
		for (Place p : at) {
			int axis = s.in(p.slot, p.axis);
			int other = out == null ? s.in(first.slot, first.axis) : s.out(0, out);
			if (s.size(axis) == s.size(other) && axis != other)
				s.same(axis, other, summed ? "multiplies and sums over it" : "keeps the axis");
			if (s.constant(p.slot) != null)
				s.role(p.slot, p.axis, summed ? Role.IN : at.size() == 1 ? Role.OUT : Role.CONSTANT);
		}
		if (summed) {
			Place weight = at.stream().filter(p -> s.constant(p.slot) != null)
					.filter(p -> s.size(s.in(p.slot, p.axis)) == s.size(s.in(first.slot, first.axis))).findFirst()
					.orElse(first);
			s.contract(weight.slot, weight.axis);
		}
		if (!stored && at.size() > 1)
			s.call(s.in(first.slot, first.axis), summed ? "head_dim" : "heads");
	}

	/** One letter for each axis; axes under dots are counted from the end. */
	private static List<String> letters(String term, int rank) {
		List<String> letters = new ArrayList<>();
		int dots = term.indexOf("...");
		String plain = term.replace("...", "");
		for (int i = 0; i <= plain.length(); i++) {
			if (i == dots)
				for (int k = rank - plain.length(); k > 0; k--)
					letters.add("..." + k);
			if (i < plain.length())
				letters.add(plain.substring(i, i + 1));
		}
		return letters;
	}

	/** Without an arrow: the axes under dots, then letters that occur once, in alphabetic order. */
	private static String implied(String terms) {
		StringBuilder once = new StringBuilder(terms.contains("...") ? "..." : "");
		terms.chars().filter(Character::isLetter).sorted().distinct()
				.filter(c -> terms.indexOf(c) == terms.lastIndexOf(c)).forEach(c -> once.append((char) c));
		return once.toString();
	}
}
