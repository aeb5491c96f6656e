/** Training by the numbers, its checkpoints, and what kills do to it. */
@NullMarked
package espalier.train;

import org.jspecify.annotations.NullMarked;
