/** Packet sequences that others made, played against this broker and against Mosquitto. */
@NullMarked
package io.gatehouse.broker.conformance;

import org.jspecify.annotations.NullMarked;
