/** Messages between a gateway and the fleet: batches of journal records, acknowledgements by interval set, hello and heartbeat. */
@NullMarked
package io.gatehouse.protocol.uplink;

import org.jspecify.annotations.NullMarked;
