package espalier.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A share of a whole, written as {@code 0.5} or {@code 50%}. */
record Share(double value) {
	/** Reads shares from the command line. */
	static final class Converter implements ITypeConverter<Share> {
		@Override
		public Share convert(String text) {
			boolean percent = text.endsWith("%");
			try {
				double number = Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
				double share = percent ? number / 100 : number;
				if (share >= 0 && share <= 1)
					return new Share(share);
			} catch (NumberFormatException e) {
				throw new TypeConversionException("'" + text + "' is not a share; write it as 0.5 or 50%");
			}
			throw new TypeConversionException("'" + text + "' is not between 0 and 1 (0% and 100%)");
		}
	}
}
