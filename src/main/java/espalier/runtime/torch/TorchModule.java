package espalier.runtime.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;

import espalier.graph.BadInputException;
import espalier.graph.ElementType;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.runtime.Value;

/**
 * A module in libtorch. One at a time may compute, since libtorch's modes belong to the process: calls of all modules are
 * serialised. Each call frees what it made; parameters and buffers live until {@link #close}.
 */
public final class TorchModule implements AutoCloseable {
	private static final Object ENGINE = new Object();

	private final List<TorchScript.Attribute> state;
	private final Model model;
	private final PtSymbolBlock block;
	private final NDManager manager;
	private boolean training;

	private TorchModule(List<TorchScript.Attribute> state, Model model, NDManager manager) {
		this.state = state;
		this.model = model;
		this.block = (PtSymbolBlock) model.getBlock();
		this.manager = manager;
	}

	/** A named argument: one tensor, or the several of a list. */
	public record Argument(List<Value> values, boolean list) {
		public static Argument of(Value value) {
			return new Argument(List.of(value), false);
		}
	}

	/**
	 * Loads a module, in evaluation mode. The first load of the process unpacks libtorch.
	 *
	 * @param threads
	 *            threads that one operator may use, for all modules of the process
	 * @throws RefusedException
	 *             when libtorch is not there or does not take the module
	 */
	public static TorchModule load(TorchScript script, int threads) {
		synchronized (ENGINE) {
			Libtorch.start(threads);
			List<TorchScript.Attribute> state = script.attributes().stream()
					.filter(a -> a.kind() != TorchScript.Kind.CONSTANT && a.tensor().type() == ElementType.FLOAT)
					.toList();
			try {
				Path folder = Files.createTempDirectory("espalier");
				Path file = folder.resolve("net.pt");
				try {
					script.with(List.of(), StateMethods.of(state)).write(file);
					Model model = Model.newInstance("net", Device.cpu(), Libtorch.NAME);
					model.load(folder, "net.pt", Map.of("trainParam", "true"));
					return new TorchModule(state, model, NDManager.newBaseManager(Device.cpu(), Libtorch.NAME));
				} finally {
					Files.deleteIfExists(file);
					Files.delete(folder);
				}
			} catch (IOException e) {
				throw new BadInputException("The model for training can't be put into the system's temporary folder ("
						+ e.getMessage() + "); free some space there.", e);
			} catch (MalformedModelException | EngineException e) {
				throw new IllegalStateException("libtorch does not take the source\n" + script.source(), e);
			}
		}
	}

	/** Whether batch norms take statistics of the batch, and dropout drops. */
	public void train(boolean on) {
		synchronized (ENGINE) {
			if (on)
				JniUtils.enableTrainingMode(block);
			else
				JniUtils.enableInferenceMode(block);
			training = on;
		}
	}

	public boolean training() {
		return training;
	}

	/** Seeds libtorch's random numbers (dropout's), for all modules of the process. */
	public static void seed(long seed) {
		synchronized (ENGINE) {
			ai.djl.engine.Engine.getEngine(Libtorch.NAME).setRandomSeed((int) seed);
		}
	}

	/**
	 * Calls a method of the module.
	 *
	 * @param gradients
	 *            whether operators note how to compute gradients
	 * @return the tensors it returns, copied
	 */
	public List<Value> call(String method, boolean gradients, Argument... arguments) {
		synchronized (ENGINE) {
			try (NDManager scope = manager.newSubManager()) {
				NDList list = new NDList();
				for (int i = 0; i < arguments.length; i++)
					for (Value value : arguments[i].values) {
						NDArray array = Arrays.of(scope, value);
						array.setName("a" + i + (arguments[i].list ? "[]" : ""));
						list.add(array);
					}
				NDArray name = scope.create(0f);
				name.setName("module_method:" + method);
				list.add(name);
				List<Value> results = new ArrayList<>();
				for (NDArray result : forward(list, gradients)) {
					result.attach(scope);
					results.add(Arrays.read(result));
				}
				return results;
			}
		}
	}

	private NDList forward(NDList list, boolean gradients) {
		boolean before = JniUtils.isGradMode();
		JniUtils.setGradMode(gradients);
		try {
			return IValueUtils.forward(block, list, gradients);
		} catch (EngineException e) {
			throw new RefusedException("libtorch can't run the model on these inputs: " + Libtorch.reason(e)
					+ "; check the input sizes.");
		} finally {
			JniUtils.setGradMode(before);
		}
	}

	/** Results of the graph's outputs for its inputs in order, without gradients. */
	public List<Value> outputs(Value... inputs) {
		Argument[] arguments = new Argument[inputs.length];
		for (int i = 0; i < inputs.length; i++)
			arguments[i] = Argument.of(inputs[i]);
		return call("outputs", false, arguments);
	}

	/** The attributes that training changes, in the order of {@link #read} and {@link #write}. */
	public List<TorchScript.Attribute> state() {
		return state;
	}

	/** Present values of {@link #state}, copied. */
	public List<Value> read() {
		return state.isEmpty() ? List.of() : call(StateMethods.READ, false);
	}

	/** Puts values in the place of {@link #state}. */
	public void write(List<Value> values) {
		if (values.size() != state.size())
			throw new IllegalArgumentException(values.size() + " values for " + state.size() + " attributes");
		for (int i = 0; i < values.size(); i++) {
			Shape wanted = state.get(i).tensor().shape();
			if (!values.get(i).shape().equals(wanted))
				throw new IllegalArgumentException(
						state.get(i).identifier() + " is " + wanted + ", not " + values.get(i).shape());
		}
		if (!state.isEmpty())
			call(StateMethods.WRITE, false, new Argument(values, true));
	}

	@Override
	public void close() {
		synchronized (ENGINE) {
			manager.close();
			model.close();
		}
	}
}
