/**
 * How a network answers when one group alone is cut, measured group by group and ratio by ratio.
 * Entry types: {@link espalier.evaluate.sweep.Sweep} and {@link espalier.evaluate.sweep.SweepJob}.
 * Must not know how cuts are allocated: the order in which units go is given.
 */
@org.jspecify.annotations.NullMarked
package espalier.evaluate.sweep;
