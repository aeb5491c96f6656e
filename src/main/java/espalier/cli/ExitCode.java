package espalier.cli;

/** How a command ended, as the number that scripts see. */
public enum ExitCode {
	DONE(0), BUG(1), USAGE(2), CHECK_FAILED(3), BAD_INPUT(4);

	private final int number;

	ExitCode(int number) {
		this.number = number;
	}

	public int number() {
		return number;
	}
}
