package espalier.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;

/** The one ONNX Runtime environment of the process, quiet and with its telemetry off. */
public final class Engine {
	private Engine() {}

	/** ONNX Runtime's version. */
	public static String version() {
		return environment().getVersion();
	}

	static OrtEnvironment environment() {
		return Holder.ENVIRONMENT;
	}

	private static final class Holder {
		static final OrtEnvironment ENVIRONMENT = make();
	}

	private static OrtEnvironment make() {
		OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "espalier");
		try {
			environment.setTelemetry(false);
		} catch (OrtException e) {
			throw new IllegalStateException(e);
		}
		return environment;
	}
}
