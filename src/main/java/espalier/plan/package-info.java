/**
 * The decision and its execution: which units of which groups go, as a value and as JSON, and the surgeon that applies it.
 * Entry types: {@link espalier.plan.Plan}, {@link espalier.plan.Surgeon}.
 * Must not know who made the plan (person or method), nor any engine.
 */
@org.jspecify.annotations.NullMarked
package espalier.plan;
