/**
 * The way up: reads the journal and sees to it that the fleet holds all of it. A state machine without clock, threads or
 * sockets of its own; whoever drives it calls it on one thread.
 *
 * <pre>
 *   Rota: whose turn   ──►  LaneState: which numbers  ──►  Flight: what is on its way
 *   live, then alarms,      held at the fleet, or           until an acknowledgement holds it
 *   then by urgency         on their way, or missing        or its time is over
 * </pre>
 *
 * Sending out of order makes islands of numbers in the set that the fleet keeps; their count is bounded, and then holes
 * are closed first.
 */
@NullMarked
package io.gatehouse.gateway.uplink;

import org.jspecify.annotations.NullMarked;
