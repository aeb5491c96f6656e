package espalier.cli;

import picocli.CommandLine.Option;

/** The images of a command that can't do without. */
final class DataOptions extends ImageOptions {
	@Option(names = "--data", required = true, paramLabel = "DATA", description = PLACES)
	private String place = "";

	@Override
	String place() {
		return place;
	}
}
