package espalier.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import espalier.data.Part.Block;
import espalier.graph.Shape;

/** CIFAR-10 and CIFAR-100 in their Python version: pickled dictionaries of an array of images and a list of labels. */
final class CifarPickled {
	private final Room room;
	private final String labelKey;
	private final String namesKey;

	private CifarPickled(Room room, String prefix) {
		this.room = room;
		this.labelKey = prefix + "labels";
		this.namesKey = prefix + "label_names";
	}

	/** Null where the files are others. */
	static @Nullable Splits of(String name, List<Entry> files, long seed) {
		Map<String, Entry> byName = new TreeMap<>();
		files.forEach(f -> byName.put(f.base(), f));
		List<Entry> batches = byName.values().stream().filter(f -> f.base().matches("data_batch_\\d+")).toList();
		Entry test = byName.get("test_batch");
		Entry names = byName.get("batches.meta");
		if (names != null && (!batches.isEmpty() || test != null))
			return new CifarPickled(Room.of(name), "").splits(name, batches, test, names, seed);
		Entry train = byName.get("train");
		Entry meta = byName.get("meta");
		if (meta != null && train != null)
			return new CifarPickled(Room.of(name), "fine_").splits(name, List.of(train), byName.get("test"), meta,
					seed);
		return null;
	}

	private Splits splits(String name, List<Entry> train, @Nullable Entry test, Entry meta, long seed) {
		List<String> classes = new ArrayList<>();
		for (Object each : list(meta, namesKey, dictionary(meta)))
			switch (each) {
				case String text -> classes.add(text);
				case byte[] bytes -> classes.add(new String(bytes, StandardCharsets.UTF_8));
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
