/**
 * The wire between gateways and the fleet: the fleet's own listener or an external broker, batches into intake in each
 * gateway's order, acknowledgements and commands back. Callbacks run on the link's context; whatever blocks runs on the
 * link's own bounded workers.
 */
@NullMarked
package io.gatehouse.fleet.link;

import org.jspecify.annotations.NullMarked;
