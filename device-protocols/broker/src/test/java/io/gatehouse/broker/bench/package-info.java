/** How quick the broker is beside Mosquitto in the same run; not part of a usual build. */
@NullMarked
package io.gatehouse.broker.bench;

import org.jspecify.annotations.NullMarked;
