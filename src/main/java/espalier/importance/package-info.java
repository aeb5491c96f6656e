/**
 * How much each unit of a channel group matters, by the criteria of published methods.
 * Entry type: {@link espalier.importance.Scores}.
 * Must not know budgets, plans, engines or windows; statistics of activations and gradients come as plain values.
 */
@org.jspecify.annotations.NullMarked
package espalier.importance;
