/**
 * An MQTT 3.1.1 and 5 broker on vertx-mqtt: the gateway uses it for its devices, the fleet for its gateways. It knows
 * nothing of what is said; hooks decide who may sign in, who may use which topic, and when a publish counts as taken.
 * All its state lives on one Vert.x context; the public methods of {@link io.gatehouse.broker.MqttBroker} may be called
 * from any thread.
 */
@NullMarked
package io.gatehouse.broker;

import org.jspecify.annotations.NullMarked;
