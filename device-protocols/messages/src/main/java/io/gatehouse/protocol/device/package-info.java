/** Messages between a device and its gateway: events, telemetry, state, acknowledgements and errors. */
@NullMarked
package io.gatehouse.protocol.device;

import org.jspecify.annotations.NullMarked;
