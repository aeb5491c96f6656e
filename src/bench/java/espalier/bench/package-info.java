/** Measurements of the engine, by JMH. */
package espalier.bench;
