/** Tests of the scores, against hand-computed and reference numbers. */
@org.jspecify.annotations.NullMarked
package espalier.importance;
