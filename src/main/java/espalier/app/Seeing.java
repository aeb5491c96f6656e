package espalier.app;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;
import espalier.data.Dataset;
import espalier.data.Picture;
import espalier.data.Preprocessing;
import espalier.data.UnreadableImage;
import espalier.evaluate.Activation;
import espalier.evaluate.BestImages;
import espalier.evaluate.FeatureMaps;
import espalier.evaluate.Probe;
import espalier.graph.EspalierException;
import espalier.graph.RefusedException;
import espalier.importance.Dendrogram;
import espalier.importance.Kernels;
import espalier.importance.Similarity;

/**
 * What filters look like and see: the layer chosen of the leading group, its maps of the image chosen, the images that excite
 * its channels, and how alike its filters are. Used on the JavaFX thread; computes on others.
 */
final class Seeing implements AutoCloseable {
	/** Images kept for each channel. */
	static final int BEST = 8;

	/** What a layer computes of an image of the sample. */
	record Maps(Member layer, Activation at, int image, FeatureMaps of) {}

	/** The images of a data set that excite a layer's channels most. */
	record Best(Dataset data, BestImages of) {}

	/** How alike a layer's filters are. */
	record Alike(Member layer, Similarity of, Dendrogram tree) {}

	/** What a question is about. */
	private record Asked(PlanEdit edit, ChannelGroup group, Member layer, Images images) {
		Probe probe() {
			return new Probe(edit.piece().graph(), Activation.after(edit.piece().graph(), group, layer),
					images.preprocessing());
		}
	}

	private final Workbench bench;
	private final ExecutorService pictures = Executors
			.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("espalier-pictures").factory());
	private final ExecutorService engine = Executors
			.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("espalier-maps").factory());
	private final Latest<Maps> looking;
	private final ObjectProperty<@Nullable Member> layer = new SimpleObjectProperty<>();
	private final IntegerProperty image = new SimpleIntegerProperty();
	private final BooleanProperty watched = new SimpleBooleanProperty();
	private final ReadOnlyObjectWrapper<@Nullable Maps> maps = new ReadOnlyObjectWrapper<>();
	private final ReadOnlyStringWrapper obstacle = new ReadOnlyStringWrapper("");
	private final Map<Member, Best> known = new IdentityHashMap<>();
	private final ReadOnlyObjectWrapper<@Nullable Best> best = new ReadOnlyObjectWrapper<>();
	private final ReadOnlyBooleanWrapper finding = new ReadOnlyBooleanWrapper();
	private final ReadOnlyObjectWrapper<@Nullable Alike> alike = new ReadOnlyObjectWrapper<>();
	private final ReadOnlyStringWrapper unlike = new ReadOnlyStringWrapper("");
	private @Nullable Member compared;
	private AtomicBoolean comparison = new AtomicBoolean();
	/** Loaded once for many images; touched by the engine's thread only. */
	private @Nullable Loaded loaded;

	private record Loaded(Member layer, Preprocessing preprocessing, Activation at, Probe probe) {}

	Seeing(Workbench bench) {
		this.bench = bench;
		looking = new Latest<>(engine, this::refuse);
		bench.selection().lead().addListener(o -> lead());
		bench.images().addListener(o -> {
			known.clear();
			image.set(0);
			turn();
		});
		layer.addListener(o -> turn());
		image.addListener(o -> look());
		watched.addListener(o -> look());
	}

	/** The layer whose filters are looked at: one that makes the leading group's channels. */
	ObjectProperty<@Nullable Member> layer() {
		return layer;
	}

	/** Which image of the sample is looked at. */
	IntegerProperty image() {
		return image;
	}

	/** Whether maps are wanted. */
	BooleanProperty watched() {
		return watched;
	}

	/** The maps asked for last that are ready; null where there are none. */
	ReadOnlyObjectProperty<@Nullable Maps> maps() {
		return maps.getReadOnlyProperty();
	}

	/** Why there are no maps, in a sentence; empty where there are, or will be. */
	ReadOnlyStringProperty obstacle() {
		return obstacle.getReadOnlyProperty();
	}

	/** Of the layer shown; null before they were looked for. */
	ReadOnlyObjectProperty<@Nullable Best> best() {
		return best.getReadOnlyProperty();
	}

	/** Whether best images are being looked for. */
	ReadOnlyBooleanProperty finding() {
		return finding.getReadOnlyProperty();
	}

	/** Of the layer compared last; null before the first. */
	ReadOnlyObjectProperty<@Nullable Alike> alike() {
		return alike.getReadOnlyProperty();
	}

	/** Why filters can't be compared; empty where they can. */
	ReadOnlyStringProperty unlike() {
		return unlike.getReadOnlyProperty();
	}

	/** Where small pictures are made, one after the other. */
	ExecutorService pictures() {
		return pictures;
	}

	private void lead() {
		ChannelGroup group = bench.selection().lead().get();
		layer.set(group == null ? null : Kernels.makers(group).stream().findFirst().orElse(null));
	}

	private void turn() {
		Member on = layer.get();
		best.set(on == null ? null : known.get(on));
		look();
	}

	private @Nullable Asked asked() {
		PlanEdit edit = bench.edit().get();
		ChannelGroup group = bench.selection().lead().get();
		Member on = layer.get();
		Images images = bench.images().get();
		return edit == null || group == null || on == null || images == null || !group.members().contains(on) ? null
				: new Asked(edit, group, on, images);
	}

	private void look() {
		Asked asked = asked();
		Maps before = maps.get();
		if (before != null && before.layer() != layer.get())
			maps.set(null);
		obstacle.set("");
		if (asked == null || !watched.get()) {
			looking.drop();
			return;
		}
		int of = image.get();
		looking.ask(() -> maps(asked, of), found -> {
			obstacle.set("");
			maps.set(found);
		});
	}

	/** On the engine's thread. */
	private Maps maps(Asked asked, int of) {
		Preprocessing preprocessing = asked.images.preprocessing();
		float[] numbers = new float[preprocessing.numbers()];
		preprocessing.write(preprocessing.fit(read(asked.images.sample(), of, preprocessing)), numbers, 0);
		Loaded now = loaded;
		if (now == null || now.layer != asked.layer || !now.preprocessing.equals(preprocessing)) {
			release();
			Activation at = Activation.after(asked.edit.piece().graph(), asked.group, asked.layer);
			now = new Loaded(asked.layer, preprocessing, at,
					new Probe(asked.edit.piece().graph(), at, preprocessing));
			loaded = now;
		}
		return new Maps(asked.layer, now.at, of, now.probe.look(numbers));
	}

	/** @throws RefusedException when the image can't be used */
	static Picture read(Dataset data, int index, Preprocessing preprocessing) {
		try {
			Picture picture = data.read(index);
			String mismatch = preprocessing.mismatch(picture);
			if (mismatch != null)
				throw new RefusedException("The images of " + data.name() + " don't fit: " + mismatch + ".");
			return picture;
		} catch (UnreadableImage e) {
			throw new RefusedException("The image can't be read (" + e.getMessage() + "); choose another one.");
		}
	}

	private void release() {
		Loaded before = loaded;
		loaded = null;
		if (before != null)
			before.probe.close();
	}

	private void refuse(Throwable e) {
		maps.set(null);
		obstacle.set(e instanceof EspalierException ? DataState.words(e) : "The maps can't be computed: " + e);
	}

	/** Runs the layer on all images at hand for the best ones of each channel, once for each layer. */
	void findBest(Dataset data) {
		Asked asked = asked();
		if (asked == null || finding.get())
			return;
		finding.set(true);
		AtomicBoolean ended = new AtomicBoolean();
		bench.running().start("Find images for " + asked.layer.layer(), () -> ended.set(true), progress -> {
			try (Probe probe = asked.probe()) {
				return BestImages.of(probe, data, asked.images.preprocessing(), BEST, ended::get, done -> progress
						.at(done + " of " + data.size() + " images", (double) done / data.size()));
			}
		}, found -> {
			finding.set(false);
			if (bench.images().get() != asked.images)
				return;
			known.put(asked.layer, new Best(data, found));
			best.set(layer.get() == null ? null : known.get(layer.get()));
			bench.say("Looked at " + Figures.count(found.images(), "image")
					+ (found.skipped().isEmpty() ? "" : "; left out: " + found.skipped()));
		}, e -> {
			finding.set(false);
			if (!(e instanceof CancellationException))
				bench.report("Cannot find images", e);
		});
	}

	/** Compares the filters of the layer shown, unless they were the last ones to be. */
	void compare() {
		Member on = layer.get();
		ChannelGroup group = bench.selection().lead().get();
		if (on == null || group == null || on == compared)
			return;
		comparison.set(true);
		AtomicBoolean ended = new AtomicBoolean();
		comparison = ended;
		compared = on;
		unlike.set("");
		bench.running().start("Compare filters of " + on.layer(), () -> ended.set(true), progress -> {
			progress.at(Figures.count(group.units(), "filter"), -1);
			Similarity found = Similarity.of(on, group.units(), ended::get);
			return new Alike(on, found, Dendrogram.of(found));
		}, found -> {
			if (compared == on)
				alike.set(found);
		}, e -> {
			if (compared != on)
				return;
			compared = null;
			unlike.set(e instanceof CancellationException ? "Comparing was cancelled; choose the group again"
					: Prose.sentence(String.valueOf(e.getMessage())));
		});
	}

	@Override
	public void close() {
		comparison.set(true);
		looking.drop();
		pictures.shutdownNow();
		engine.execute(this::release);
		engine.shutdown();
	}
}
