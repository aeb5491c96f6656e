/**
 * Charts, tables and reports: drawn by the same code in the window and in files.
 * Entry type: {@link espalier.report.Figure}.
 * Must not know the window or the command line; draws on Java's own Graphics2D.
 */
@org.jspecify.annotations.NullMarked
package espalier.report;
