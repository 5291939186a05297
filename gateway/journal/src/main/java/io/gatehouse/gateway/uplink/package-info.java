/**
 * The way up: reads the journal and sees to it that the fleet holds all of it. A state machine without clock, threads or
 * sockets of its own; whoever drives it calls it on one thread.
 */
@NullMarked
package io.gatehouse.gateway.uplink;

import org.jspecify.annotations.NullMarked;
