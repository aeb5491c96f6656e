package espalier.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;

import espalier.zoo.Nets;

class SessionsTest {
	@Test
	void optionsAreGivenBackOnceThereIsASession() throws OrtException {
		SessionOptions options = new SessionOptions();
		Sessions.of(Nets.resNet("net", 1, 1, 4, 8), options).close();
		assertThatThrownBy(() -> options.setMemoryPatternOptimization(true)).isInstanceOf(IllegalStateException.class);
	}
}
