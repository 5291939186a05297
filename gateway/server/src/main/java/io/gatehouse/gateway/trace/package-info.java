/** Tells of each event how it went through the gateway, when traces are on. On the gateway's context. */
@NullMarked
package io.gatehouse.gateway.trace;

import org.jspecify.annotations.NullMarked;
