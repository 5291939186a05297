/**
 * Patrol at the fleet: how sites are patrolled, and what became of the rounds. Rounds are judged by the same engine as at
 * the gateways, from the same facts, as often as something comes; what was said once stays, and what is said otherwise
 * later is said over it. Blocks; call on workers.
 */
@NullMarked
package io.gatehouse.fleet.patrol;

import org.jspecify.annotations.NullMarked;
