package espalier.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import espalier.data.Part.Block;

/**
 * CIFAR-10 and CIFAR-100 in their binary version: records of one label byte (CIFAR-100: two, the second of which is the fine
 * class) and 3072 bytes of 32 x 32 pixels, channel by channel.
 */
final class CifarBinary {
	private static final Pattern BATCH = Pattern.compile("data_batch_\\d+\\.bin");
	private static final Pattern TEN = Pattern.compile(BATCH + "|test_batch\\.bin|batches\\.meta\\.txt");
	private static final Pattern HUNDRED = Pattern.compile("train\\.bin|test\\.bin|fine_label_names\\.txt");
	static final Layout LAYOUT = new Layout(32, 32, 3, true);

	private final String name;
	private final Room room;
	/** Bytes before the pixels; the last of them is the label. */
	private final int lead;
	private final int classes;

	private CifarBinary(String name, int lead, int classes) {
		this.name = name;
		this.room = Room.of(name);
		this.lead = lead;
		this.classes = classes;
	}

	/** Null where the files are others. */
	static @Nullable Splits of(String name, List<Entry> files, long seed) {
		Set<String> bases = files.stream().map(Entry::base).collect(Collectors.toSet());
		boolean ten = bases.contains("test_batch.bin") || bases.stream().anyMatch(b -> BATCH.matcher(b).matches());
		if (!ten && !(bases.contains("fine_label_names.txt") && bases.contains("train.bin")))
			return null;
		SortedMap<String, Entry> byBase = Entry.byBase(name, files, ten ? TEN : HUNDRED);
		Pattern train = ten ? BATCH : Pattern.compile("train\\.bin");
		return new CifarBinary(name, ten ? 1 : 2, ten ? 10 : 100).splits(
				byBase.values().stream().filter(f -> train.matcher(f.base()).matches()).toList(),
				byBase.get(ten ? "test_batch.bin" : "test.bin"),
				byBase.get(ten ? "batches.meta.txt" : "fine_label_names.txt"), seed);
	}

	private Splits splits(List<Entry> train, @Nullable Entry test, @Nullable Entry names, long seed) {
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
				.filter(l -> !l.isEmpty())
				.map(Printable::of).toList();
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
