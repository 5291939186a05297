/** Tests of the way up, in simulated time with a link and a fleet that fail. */
@NullMarked
package io.gatehouse.gateway.uplink;

import org.jspecify.annotations.NullMarked;
