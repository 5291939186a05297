/**
 * Devices over an MQTT 5 broker on site that is not ours: the gateway is one of its clients. A message is acknowledged to
 * the broker when it is in the journal.
 */
@NullMarked
package io.gatehouse.gateway.ingress.broker;

import org.jspecify.annotations.NullMarked;
