/**
 * The command line: one class a command, tables for people and JSON for scripts, exit codes, and the check of a pruned model
 * against its masked original.
 * Entry type: {@link espalier.cli.Cli}.
 * Must not know the window; what of it the commands need comes as {@link espalier.cli.Desktop}.
 */
@org.jspecify.annotations.NullMarked
package espalier.cli;
