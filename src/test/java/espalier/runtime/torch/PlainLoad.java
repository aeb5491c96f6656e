package espalier.runtime.torch;

import java.nio.file.Path;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

import espalier.runtime.Value;

/** Loads a TorchScript file as any user of libtorch does, knowing nothing of how it was made. */
public final class PlainLoad {
	private PlainLoad() {}

	/** What its {@code forward} gives for an input. */
	public static Value forward(Path file, Value input) throws Exception {
		Libtorch.start(1);
		try (Model model = Model.newInstance("plain", Device.cpu(), Libtorch.NAME);
				NDManager manager = NDManager.newBaseManager(Device.cpu(), Libtorch.NAME)) {
			model.load(file.getParent(), file.getFileName().toString());
			JniUtils.setGradMode(false);
			NDArray out = model.getBlock().forward(new ai.djl.training.ParameterStore(manager, false),
					new NDList(Arrays.of(manager, input)), false).singletonOrThrow();
			return Arrays.read(out);
		}
	}
}
