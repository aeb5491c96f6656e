package espalier.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;

import espalier.runtime.torch.TorchScript;

/** Training as DJL's own examples do it: a gradient collector around forward and loss, then its optimiser array by array. */
final class PlainTraining implements AutoCloseable {
	private final Model model;
	private final NDManager manager;
	private final ParameterStore store;
	private final Map<String, NDArray> parameters = new java.util.LinkedHashMap<>();
	private final Optimizer optimiser = Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.01f)).optMomentum(0.9f)
			.optWeightDecays(5e-4f).build();
	private final Loss loss = Loss.softmaxCrossEntropyLoss();

	private PlainTraining(Model model) {
		this.model = model;
		this.manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
		this.store = new ParameterStore(manager, false);
		model.getBlock().getDirectParameters().values().forEach(parameter -> {
			if (parameter.getArray().hasGradient())
				parameters.put(parameter.getName(), parameter.getArray());
		});
	}

	static PlainTraining of(TorchScript script, int threads) throws IOException {
		Path folder = Files.createTempDirectory("plain");
		Path file = folder.resolve("net.pt");
		try {
			script.write(file);
			Engine.getEngine("PyTorch");
			JniUtils.setNumThreads(threads);
			JniUtils.setGraphExecutorOptimize(false);
			Model model = Model.newInstance("net", Device.cpu(), "PyTorch");
			model.load(folder, "net.pt", Map.of("trainParam", "true"));
			// DJL takes a fresh module to be in training mode already, and would not put it there.
			JniUtils.enableTrainingMode((PtSymbolBlock) model.getBlock());
			return new PlainTraining(model);
		} catch (MalformedModelException e) {
			throw new IOException(e);
		} finally {
			Files.deleteIfExists(file);
			Files.delete(folder);
		}
	}

	/** One step; returns the loss. */
	float step(float[] images, Shape shape, long[] labels) {
		try (NDManager step = manager.newSubManager()) {
			NDArray x = step.create(images, shape);
			NDArray y = step.create(labels);
			float value;
			try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
				NDList out = model.getBlock().forward(store, new NDList(x), true);
				out.attach(step);
				NDArray l = loss.evaluate(new NDList(y), out);
				l.attach(step);
				collector.backward(l);
				value = l.getFloat();
			}
			for (Map.Entry<String, NDArray> parameter : parameters.entrySet())
				try (NDArray gradient = parameter.getValue().getGradient()) {
					optimiser.update(parameter.getKey(), parameter.getValue(), gradient);
					JniUtils.zeroGrad((ai.djl.pytorch.engine.PtNDArray) parameter.getValue());
				}
			return value;
		}
	}

	List<String> parameters() {
		return List.copyOf(parameters.keySet());
	}

	@Override
	public void close() {
		manager.close();
		model.close();
	}
}
