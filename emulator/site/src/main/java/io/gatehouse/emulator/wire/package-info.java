/** How a device reaches its gateway: real MQTT 3.1.1 and 5, real CoAP and DTLS. Results come back on any thread. */
@NullMarked
package io.gatehouse.emulator.wire;

import org.jspecify.annotations.NullMarked;
