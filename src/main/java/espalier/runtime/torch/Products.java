package espalier.runtime.torch;

import java.util.Map;

/** Matrix products. */
final class Products {
	private Products() {}

	static void register(Map<String, Operators.Translation> operators) {
		operators.put("MatMul", c -> c.out("torch.matmul(" + c.in(0) + ", " + c.in(1) + ")"));
		operators.put("Gemm", Products::gemm);
		operators.put("Einsum", c -> c.out("torch.einsum(\"" + equation(c) + "\", " + c.allInputs() + ")"));
	}

	private static void gemm(Call c) {
		float alpha = c.real("alpha", 1);
		float beta = c.real("beta", 1);
		String a = c.node().integer("transA", 0) == 1 ? "torch.t(" + c.in(0) + ")" : c.in(0);
		boolean plain = alpha == 1 && (!c.has(2) || beta == 1 && c.shape(2).rank() == 1);
		if (plain && c.node().integer("transB", 0) == 1) {
			c.out("torch.linear(" + a + ", " + c.in(1) + ", " + c.optional(2) + ")");
			return;
		}
		String b = c.node().integer("transB", 0) == 1 ? "torch.t(" + c.in(1) + ")" : c.in(1);
		String product = scaled("torch.matmul(" + a + ", " + b + ")", alpha);
		c.out(c.has(2) ? "torch.add(" + product + ", " + scaled(c.in(2), beta) + ")" : product);
	}

	private static String scaled(String x, float by) {
		return by == 1 ? x : "torch.mul(" + x + ", " + Call.number(by) + ")";
	}

	private static String equation(Call c) {
		String equation = c.node().text("equation", "").replace(" ", "");
		if (!equation.matches("[A-Za-z.,>-]+"))
			throw c.refused("its equation `" + equation + "` is not understood");
		return equation;
	}
}
