@org.jspecify.annotations.NullMarked
package espalier.report;
