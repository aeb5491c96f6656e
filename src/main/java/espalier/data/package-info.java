/**
 * Labelled images from files and archives of many kinds, or drawn; what turns them into a network's input; batches of them.
 * Entry types: {@link espalier.data.Sources}, {@link espalier.data.Preprocessing} and {@link espalier.data.Batches}. Knows
 * no networks: what a model wants comes as a shape.
 */
@NullMarked
package espalier.data;

import org.jspecify.annotations.NullMarked;
