package espalier.evaluate.sweep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Choices;
import espalier.coupling.Cuts;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.evaluate.CacheFolder;
import espalier.evaluate.Sensitivity.Metric;
import espalier.evaluate.Sensitivity.Point;
import espalier.graph.BadInputException;
import espalier.graph.Fingerprint;
import espalier.graph.Graph;
import espalier.plan.Plan;
import espalier.plan.PlanJson;
import espalier.region.Bypass;

/**
 * Points that were measured, in a file that survives a kill: a line a point, appended and forced to disk. One file holds the
 * points of one network with its weights, metric, preparation and set of images; a line belongs to exactly the cut that it was measured with,
 * whatever chose it. Lines that are damaged are as if they were not there.
 */
public final class Journal {
	private static final ObjectMapper JSON = new ObjectMapper()
			.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
	/** Keeps nothing. */
	public static final Journal NONE = new Journal(null, Map.of());

	private final @Nullable Path file;
	private final Map<String, Point> points;

	private record Line(String cut, Point point, long check) {}

	private Journal(@Nullable Path file, Map<String, Point> points) {
		this.file = file;
		this.points = points;
	}

	/**
	 * The journal of a job in a folder. Costs a pass over the weights.
	 *
	 * @throws BadInputException
	 *             when the folder can't be made or the file can't be read
	 */
	public static Journal of(SweepJob job, Path folder) {
		return made(name(job), folder);
	}

	/** As {@link #of(SweepJob, Path)}. */
	public static Journal of(RegionJob job, Path folder) {
		return made(name(job), folder);
	}

	private static Journal made(String name, Path folder) {
		try {
			Files.createDirectories(folder);
		} catch (IOException e) {
			throw unkept(folder, e);
		}
		return found(name, folder);
	}

	/**
	 * The journal of a job as far as a folder has one; leaves the folder as it is. Costs a pass over the weights.
	 *
	 * @throws BadInputException
	 *             when the file can't be read
	 */
	public static Journal found(SweepJob job, Path folder) {
		return found(name(job), folder);
	}

	private static Journal found(String name, Path folder) {
		Path file = folder.resolve(name + ".jsonl");
		Map<String, Point> points = new HashMap<>();
		try {
			if (Files.isRegularFile(file))
				for (String text : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n"))
					if (line(text) instanceof Line line)
						points.put(line.cut(), line.point());
		} catch (IOException e) {
			throw unkept(folder, e);
		}
		return new Journal(file, points);
	}

	private static BadInputException unkept(Path folder, IOException e) {
		return new BadInputException("Finished points can't be kept in `" + folder + "` (" + e.getMessage()
				+ "); make room there or choose another folder.", e);
	}

	/** Where the system keeps what may be deleted. */
	public static Path usualFolder() {
		return CacheFolder.ofPerson().resolve("sensitivity");
	}

	/** The order of the units is in the cuts. The hash of a model's file says nothing of weights that lie in others. */
	private static String name(SweepJob job) {
		return name(job.coupling().graph(), job.metric(), job.data(), job.preprocessing());
	}

	private static String name(RegionJob job) {
		return name(job.graph(), job.metric(), job.data(), job.preprocessing());
	}

	private static String name(Graph graph, Metric metric, Dataset data, Preprocessing preprocessing) {
		return hash(String.join("\n", new Fingerprint().add(graph).hex(), metric.id(), data.hash(),
				Integer.toString(data.size()), preprocessing.toJson())).substring(0, 32);
	}

	/** What tells a cut apart from all others, of other networks too. */
	static String key(SweepJob job, Cuts cuts) {
		return hash(PlanJson.toJson(Plan.of(job.coupling(), cuts, job.modelSha256(), "")));
	}

	/** The same of a region that is taken out. */
	static String key(Bypass bypass) {
		return hash(PlanJson.toJson(new Plan("", "", Choices.bypassing(List.of(bypass)), List.of())));
	}

	private static @Nullable Line line(String text) {
		try {
			Line line = JSON.readValue(text, Line.class);
			return line != null && line.check() == check(line.cut(), line.point()) ? line : null;
		} catch (JsonProcessingException | IllegalArgumentException e) {
			return null;
		}
	}

	private static long check(String cut, Point point) {
		CRC32 crc = new CRC32();
		crc.update((cut + point).getBytes(StandardCharsets.UTF_8));
		return crc.getValue();
	}

	/** What was measured with a cut, or null. */
	synchronized @Nullable Point of(String cut) {
		return points.get(cut);
	}

	/**
	 * Keeps a point.
	 *
	 * @throws BadInputException
	 *             when it can't be written
	 */
	synchronized void add(String cut, Point point) {
		if (file == null)
			return;
		points.put(cut, point);
		try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE)) {
			String line = JSON.writeValueAsString(new Line(cut, point, check(cut, point))) + "\n";
			long end = out.size();
			ByteBuffer last = ByteBuffer.allocate(1);
			// a line that a kill has torn is not to spoil the next
			String text = end > 0 && out.read(last, end - 1) == 1 && last.get(0) != '\n' ? "\n" + line : line;
			ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
			for (long at = end; bytes.hasRemaining();)
				at += out.write(bytes, at);
			out.force(false);
		} catch (IOException e) {
			throw BadInputException.unwritable(file, e);
		}
	}

	private static String hash(String text) {
		try {
			return HexFormat.of()
					.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		} catch (NoSuchAlgorithmException e) {
			throw new IllegalStateException(e);
		}
	}
}
