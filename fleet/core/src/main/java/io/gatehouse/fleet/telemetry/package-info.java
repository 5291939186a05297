/** Measurements over time, behind one interface. Blocking; call on workers. */
@NullMarked
package io.gatehouse.fleet.telemetry;

import org.jspecify.annotations.NullMarked;
