package espalier.data;

import java.util.List;
import java.util.zip.CRC32C;

/** Images of one size that lie in memory as a file held them; a picture is made of one when it is asked for. */
final class ArrayImages implements Dataset {
	private final String name;
	private final List<String> classes;
	private final Part part;

	ArrayImages(String name, List<String> classes, Part part) {
		this.name = name;
		this.classes = List.copyOf(classes);
		this.part = part;
	}

	@Override
	public String name() {
		return name;
	}

	@Override
	public List<String> classes() {
		return classes;
	}

	@Override
	public int size() {
		return part.labels().length;
	}

	@Override
	public int label(int index) {
		return part.labels()[index];
	}

	@Override
	public Picture read(int index) {
		int within = index;
		for (Part.Block block : part.blocks()) {
			if (within < block.count())
				return part.layout().picture(block.bytes(), block.from() + within * block.stride());
			within -= block.count();
		}
		throw new IndexOutOfBoundsException(index);
	}

	@Override
	public String hash() {
		Hash hash = new Hash().add(part.layout().toString());
		for (Part.Block block : part.blocks()) {
			CRC32C checksum = new CRC32C();
			checksum.update(block.bytes());
			hash.add(block.count()).add(checksum.getValue());
		}
		for (int label : part.labels())
			hash.add(label);
		return hash.text();
	}
}
