/**
 * What the journal holds and how much room is left, as it is told to the fleet and shown on the gateway's page. On the
 * gateway's context; the disk is asked on workers.
 */
@NullMarked
package io.gatehouse.gateway.stock;

import org.jspecify.annotations.NullMarked;
