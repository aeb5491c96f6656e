package espalier.runtime;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import espalier.graph.RefusedException;

/** Values in the engine's own memory, to be fed to runs without a copy. Hold native memory until closed. */
public final class Held implements AutoCloseable {
	private final Map<String, OnnxTensor> tensors;
	private final Runnable free;

	private Held(Map<String, OnnxTensor> tensors, Runnable free) {
		this.tensors = tensors;
		this.free = free;
	}

	/** A copy of values. */
	public static Held of(Map<String, Value> values) {
		return of(values.keySet(), values);
	}

	/** A copy of the values of these names. */
	static Held of(Collection<String> names, Map<String, Value> values) {
		Map<String, OnnxTensor> tensors = new HashMap<>();
		try {
			for (String name : names)
				if (values.get(name) instanceof Value value)
					tensors.put(name, Tensors.of(name, value));
			return new Held(tensors, () -> Tensors.close(tensors.values()));
		} catch (OrtException | RuntimeException e) {
			Tensors.close(tensors.values());
			if (e instanceof RuntimeException refused)
				throw refused;
			throw new IllegalStateException(e);
		}
	}

	/** Results of a run, which are closed with this. */
	static Held of(OrtSession.Result result) {
		Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
		for (Map.Entry<String, OnnxValue> output : result)
			if (output.getValue() instanceof OnnxTensor tensor)
				tensors.put(output.getKey(), tensor);
		return new Held(tensors, result::close);
	}

	/** The same values, for someone whose closing is not to free them. */
	public Held lent() {
		return new Held(tensors, () -> {
		});
	}

	/** Both together; closing closes both. */
	public static Held joined(Held a, Held b) {
		Map<String, OnnxTensor> all = new LinkedHashMap<>(b.tensors);
		all.putAll(a.tensors);
		return new Held(all, () -> {
			a.close();
			b.close();
		});
	}

	/** The tensors of these names, each from the first that has it. */
	static Map<String, OnnxTensor> named(Collection<String> names, Held... from) {
		Map<String, OnnxTensor> named = new HashMap<>();
		for (String name : names) {
			for (Held held : from)
				if (held.tensors.get(name) instanceof OnnxTensor tensor)
					named.putIfAbsent(name, tensor);
			if (!named.containsKey(name))
				throw new RefusedException("The model needs a value for its input '" + name + "'; give one.");
		}
		return named;
	}

	/** Copies by name. */
	public Map<String, Value> read() {
		return read(tensors.keySet());
	}

	/** Copies of those of these names that are here. */
	public Map<String, Value> read(Collection<String> names) {
		Map<String, Value> values = new LinkedHashMap<>();
		try {
			for (String name : names)
				if (tensors.get(name) instanceof OnnxTensor tensor)
					values.put(name, Tensors.read(tensor));
			return values;
		} catch (OrtException e) {
			throw new IllegalStateException(e);
		}
	}

	@Override
	public void close() {
		free.run();
	}
}
