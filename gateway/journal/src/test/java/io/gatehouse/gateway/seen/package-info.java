/** Tests of what is remembered of devices. */
@NullMarked
package io.gatehouse.gateway.seen;

import org.jspecify.annotations.NullMarked;
