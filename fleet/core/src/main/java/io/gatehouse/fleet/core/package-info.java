/** The core put together: what the fleet knows and keeps, opened and closed as one. Blocking; call on workers. */
@NullMarked
package io.gatehouse.fleet.core;

import org.jspecify.annotations.NullMarked;
