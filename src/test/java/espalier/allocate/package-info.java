/** Tests of the allocators, by properties and by hand-computed cases. */
@org.jspecify.annotations.NullMarked
package espalier.allocate;
