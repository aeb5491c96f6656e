/** Tests of data on small files written to a folder of their own. */
@org.jspecify.annotations.NullMarked
package espalier.data;
