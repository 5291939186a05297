/**
 * How long records of rounds are kept, what is held beyond that and why, and what was deleted when. Deleting is for each
 * site on one node at a time, and never while somebody places a hold there. Blocks; call on workers.
 */
@NullMarked
package io.gatehouse.fleet.retention;

import org.jspecify.annotations.NullMarked;
