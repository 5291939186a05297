/** An estate of devices that speak to a gateway as real ones do: over MQTT and CoAP, and nothing else. */
@NullMarked
package io.gatehouse.emulator;

import org.jspecify.annotations.NullMarked;
