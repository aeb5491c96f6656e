@org.jspecify.annotations.NullMarked
package espalier.reconstruct;
