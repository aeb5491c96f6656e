@org.jspecify.annotations.NullMarked
package espalier.depth;
