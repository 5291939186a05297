/** What the desks do, without a wire. */
@NullMarked
package io.gatehouse.gateway.desk;

import org.jspecify.annotations.NullMarked;
