/** The line to the fleet: MQTT 5 by the HiveMQ client, site books by HTTP. Everything returns on the gateway's context. */
@NullMarked
package io.gatehouse.gateway.link;

import org.jspecify.annotations.NullMarked;
