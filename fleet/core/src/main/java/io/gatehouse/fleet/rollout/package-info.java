/**
 * Artifacts and how they reach devices: kept in the database, taken on by whichever node comes by, ordered over the commands'
 * road. What is decided is decided in the package {@code engine}. Blocks; any thread.
 */
@NullMarked
package io.gatehouse.fleet.rollout;

import org.jspecify.annotations.NullMarked;
