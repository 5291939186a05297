/** What is ordered of devices, without a wire. */
@NullMarked
package io.gatehouse.gateway.device;

import org.jspecify.annotations.NullMarked;
