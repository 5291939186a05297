/**
 * What a door or a lane does between a grant and the next locked state, as pure functions: state, input and time in, state
 * and facts out. No clock, no timers, no I/O; the caller wakes it at {@code dueAt}. The transitions stand in
 * {@link io.gatehouse.door.DoorTable} and {@link io.gatehouse.door.LaneTable}.
 */
@NullMarked
package io.gatehouse.door;

import org.jspecify.annotations.NullMarked;
