package espalier.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import espalier.data.Part.Block;
import espalier.graph.Shape;

/** CIFAR-10 and CIFAR-100 in their Python version: pickled dictionaries of an array of images and a list of labels. */
final class CifarPickled {
	private static final Pattern BATCH = Pattern.compile("data_batch_\\d+");
	private static final Pattern TEN = Pattern.compile(BATCH + "|test_batch|batches\\.meta");
	private static final Pattern HUNDRED = Pattern.compile("train|test|meta");

	private final String name;
	private final Room room;
	private final String labelKey;
	private final String namesKey;

	private CifarPickled(String name, String prefix) {
		this.name = name;
		this.room = Room.of(name);
		this.labelKey = prefix + "labels";
		this.namesKey = prefix + "label_names";
	}

	/** Null where the files are others. */
	static @Nullable Splits of(String name, List<Entry> files, long seed) {
		Set<String> bases = files.stream().map(Entry::base).collect(Collectors.toSet());
		boolean ten = bases.contains("batches.meta")
				&& (bases.contains("test_batch") || bases.stream().anyMatch(b -> BATCH.matcher(b).matches()));
		if (!ten && !(bases.contains("meta") && bases.contains("train")))
			return null;
		SortedMap<String, Entry> byBase = Entry.byBase(name, files, ten ? TEN : HUNDRED);
		Pattern train = ten ? BATCH : Pattern.compile("train");
		return new CifarPickled(name, ten ? "" : "fine_").splits(
				byBase.values().stream().filter(f -> train.matcher(f.base()).matches()).toList(),
				byBase.get(ten ? "test_batch" : "test"),
				byBase.values().stream().filter(f -> f.base().endsWith("meta")).findFirst().orElseThrow(), seed);
	}

	private Splits splits(List<Entry> train, @Nullable Entry test, Entry meta, long seed) {
		List<String> classes = new ArrayList<>();
		for (Object each : list(meta, namesKey, dictionary(meta)))
			switch (each) {
				case String text -> classes.add(Printable.of(text));
				case byte[] bytes -> classes.add(Printable.of(new String(bytes, StandardCharsets.UTF_8)));
				default -> throw room.damaged(meta, "it names a class by what is no text");
			}
		Map<Use, Part> parts = new EnumMap<>(Use.class);
		if (!train.isEmpty())
			parts.put(Use.TRAIN, part(train, classes.size()));
		if (test != null)
			parts.put(Use.TEST, part(List.of(test), classes.size()));
		return ArrayParts.named(name, classes, parts, seed, List.of());
	}

	private Part part(List<Entry> files, int classes) {
		List<Block> blocks = new ArrayList<>();
		List<Integer> labels = new ArrayList<>();
		int bytes = CifarBinary.LAYOUT.bytes();
		for (Entry file : files) {
			Map<?, ?> dictionary = dictionary(file);
			List<?> each = list(file, labelKey, dictionary);
			if (!(dictionary.get("data") instanceof PickledArray images)
					|| !images.shape().equals(Shape.of(each.size(), bytes)))
				throw room.damaged(file, "it holds no array `data` of " + bytes + " bytes for each of its "
						+ each.size() + " labels");
			blocks.add(new Block(images.bytes(), 0, bytes, each.size()));
			for (Object label : each)
				if (label instanceof Integer number && number >= 0 && number < classes)
					labels.add(number);
				else
					throw room.damaged(file, "it holds a label that is none of the " + classes + " classes");
		}
		return new Part(CifarBinary.LAYOUT, blocks, labels.stream().mapToInt(Integer::intValue).toArray());
	}

	private List<?> list(Entry file, String key, Map<?, ?> dictionary) {
		if (dictionary.get(key) instanceof List<?> list)
			return list;
		throw room.damaged(file, "it holds no list `" + key + "`");
	}

	private Map<?, ?> dictionary(Entry file) {
		try {
			if (SafeUnpickler.read(room.read(file)) instanceof Map<?, ?> map)
				return map;
			throw room.damaged(file, "it holds no dictionary");
		} catch (IOException e) {
			throw room.damaged(file, String.valueOf(e.getMessage()), e);
		}
	}
}
