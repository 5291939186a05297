/** Devices over MQTT: who may sign in, which topics are theirs, and how answers look in MQTT 3.1.1 and 5. */
@NullMarked
package io.gatehouse.gateway.ingress.mqtt;

import org.jspecify.annotations.NullMarked;
