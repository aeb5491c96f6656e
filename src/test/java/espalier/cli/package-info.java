/**
 * Tests of the command line on real files written to a folder of their own.
 */
@org.jspecify.annotations.NullMarked
package espalier.cli;
