/** Writes site events into the journal and tells who needs to know. On the gateway's context. */
@NullMarked
package io.gatehouse.gateway.record;

import org.jspecify.annotations.NullMarked;
