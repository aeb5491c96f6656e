package espalier.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import javax.imageio.ImageIO;

import espalier.data.ContactSheet;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Splits;
import espalier.graph.BadInputException;
import espalier.onnx.OnnxReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code data preview MODEL --data DATA -o OUT.png}: what the network sees. */
@Command(name = "data", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "preview", description = "Looks at data.", subcommands = {})
final class DataCommand implements Callable<Integer> {
	private final Console console;

	DataCommand(Console console) {
		this.console = console;
	}

	@Override
	public Integer call() {
		console.complain("Say what to do with the data: espalier data preview MODEL --data DATA -o OUT.png.");
		return ExitCode.USAGE.number();
	}

	/** Counts the images of each class and draws some as the network gets them. */
	@Command(name = "preview", mixinStandardHelpOptions = true, sortOptions = false, description = "Counts images by class and draws some as the network sees them.")
	static final class Preview implements Callable<Integer> {
		private final Console console;

		@Parameters(paramLabel = "MODEL", description = "ONNX model that the images are for.")
		private Path model = Path.of("");
		@Mixin
		private DataOptions data = new DataOptions();
		@Option(names = {"-o", "--output"}, required = true, paramLabel = "OUT.png", description = "Picture to write.")
		private Path out = Path.of("");

		Preview(Console console) {
			this.console = console;
		}

		@Override
		public Integer call() {
			Splits splits = data.open();
			Preprocessing preprocessing = data.preprocessing(OnnxReader.read(model).graph());
			ContactSheet sheet = ContactSheet.of(splits.validation(), preprocessing);
			write(sheet.image());
			Table table = new Table("class", "training", "validation");
			Map<Integer, Integer> train = counts(splits.train());
			Map<Integer, Integer> validation = counts(splits.validation());
			for (int c = 0; c < splits.train().classes().size(); c++)
				table.row(splits.train().classes().get(c), Integer.toString(train.getOrDefault(c, 0)),
						Integer.toString(validation.getOrDefault(c, 0)));
			table.print(console.out());
			console.progress("The network sees " + preprocessing.describe() + ".");
			if (splits.divided())
				console.progress("A tenth of the images was kept back for validation by seed.");
			splits.notes().forEach(console::progress);
			if (!sheet.skipped().isEmpty())
				console.progress("Left out: " + sheet.skipped() + ".");
			console.progress("Wrote " + out + ".");
			return ExitCode.DONE.number();
		}

		private void write(BufferedImage image) {
			try {
				if (!ImageIO.write(image, "png", out.toFile()))
					throw new IOException("no writer of PNG files");
			} catch (IOException e) {
				throw BadInputException.unwritable(out, e);
			}
		}

		private static Map<Integer, Integer> counts(Dataset data) {
			Map<Integer, Integer> counts = new TreeMap<>();
			for (int i = 0; i < data.size(); i++)
				counts.merge(data.label(i), 1, Integer::sum);
			return counts;
		}
	}
}
