package espalier.runtime.torch;

import java.util.List;
import java.util.stream.Collectors;

/** Methods of a module that hand out and take in its state. */
final class StateMethods {
	static final String READ = "state";
	static final String WRITE = "set_state";

	private StateMethods() {}

	static String of(List<TorchScript.Attribute> state) {
		if (state.isEmpty())
			return "";
		StringBuilder source = new StringBuilder();
		source.append("  def ").append(READ).append("(self: __torch__.Net) -> List[Tensor]:\n    return [")
				.append(state.stream().map(a -> "self." + a.identifier()).collect(Collectors.joining(", ")))
				.append("]\n");
		source.append("  def ").append(WRITE).append("(self: __torch__.Net, values: List[Tensor]) -> Tensor:\n");
		for (int i = 0; i < state.size(); i++)
			source.append("    _").append(i).append(" = torch.copy_(torch.detach(self.")
					.append(state.get(i).identifier()).append("), values[").append(i).append("])\n");
		return source.append("    return torch.tensor(0)\n").toString();
	}
}
