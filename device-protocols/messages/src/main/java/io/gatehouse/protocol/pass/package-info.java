/**
 * What opens at a gateway that is cut off and has never heard of it: signed visitor passes, one-time codes, and openings
 * that a resident's phone signs. Made at the fleet or on the phone, checked at the gateway. Nothing here has a clock.
 */
@NullMarked
package io.gatehouse.protocol.pass;

import org.jspecify.annotations.NullMarked;
