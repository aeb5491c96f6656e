@org.jspecify.annotations.NullMarked
package espalier.evaluate.sweep;
