package espalier.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import espalier.data.Part.Block;

/**
 * CIFAR-10 and CIFAR-100 in their binary version: records of one label byte (CIFAR-100: two, the second of which is the fine
 * class) and 3072 bytes of 32 x 32 pixels, channel by channel.
 */
final class CifarBinary {
	static final Layout LAYOUT = new Layout(32, 32, 3, true);

	private final Room room;
	/** Bytes before the pixels; the last of them is the label. */
	private final int lead;
	private final int classes;

	private CifarBinary(Room room, int lead, int classes) {
		this.room = room;
		this.lead = lead;
		this.classes = classes;
	}

	/** Null where the files are others. */
	static @Nullable Splits of(String name, List<Entry> files, long seed) {
		Map<String, Entry> byName = new TreeMap<>();
		files.forEach(f -> byName.put(f.base(), f));
		List<Entry> batches = byName.values().stream().filter(f -> f.base().matches("data_batch_\\d+\\.bin")).toList();
		Entry test = byName.get("test_batch.bin");
		Entry fine = byName.get("fine_label_names.txt");
		if (!batches.isEmpty() || test != null)
			return new CifarBinary(Room.of(name), 1, 10).splits(name, batches, test, byName.get("batches.meta.txt"),
					seed);
		Entry train = byName.get("train.bin");
		if (fine != null && train != null)
			return new CifarBinary(Room.of(name), 2, 100).splits(name, List.of(train), byName.get("test.bin"), fine,
					seed);
		return null;
	}

	private Splits splits(String name, List<Entry> train, @Nullable Entry test, @Nullable Entry names, long seed) {
		Map<Use, Part> parts = new EnumMap<>(Use.class);
		if (!train.isEmpty())
			parts.put(Use.TRAIN, part(train));
		if (test != null)
			parts.put(Use.TEST, part(List.of(test)));
		if (names != null)
			return ArrayParts.named(name, names(names), parts, seed, List.of());
		return ArrayParts.named(name, IntStream.range(0, classes).mapToObj(Integer::toString).toList(), parts, seed,
				List.of("The classes are called by numbers, since batches.meta.txt with their names is missing."));
	}

	private List<String> names(Entry file) {
		List<String> names = new String(room.read(file), StandardCharsets.UTF_8).lines().map(String::strip)
				.filter(l -> !l.isEmpty()).toList();
		if (names.size() != classes)
			throw room.damaged(file, "it names " + names.size() + " classes where there are " + classes);
		return names;
	}

	private Part part(List<Entry> files) {
		int record = lead + LAYOUT.bytes();
		List<Block> blocks = new ArrayList<>();
		List<Integer> labels = new ArrayList<>();
		for (Entry file : files) {
			byte[] bytes = room.read(file);
			if (bytes.length == 0 || bytes.length % record != 0)
				throw room.damaged(file,
						"it has " + bytes.length + " bytes, which are no whole records of " + record + " bytes");
			blocks.add(new Block(bytes, lead, record, bytes.length / record));
			for (int at = lead - 1; at < bytes.length; at += record) {
				int label = Byte.toUnsignedInt(bytes[at]);
				if (label >= classes)
					throw room.damaged(file, "its record " + at / record + " is of class " + label
							+ " where there are " + classes);
				labels.add(label);
			}
		}
		return new Part(LAYOUT, blocks, labels.stream().mapToInt(Integer::intValue).toArray());
	}
}
