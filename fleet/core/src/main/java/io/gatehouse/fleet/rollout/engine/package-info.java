/**
 * When which device gets what, and when all of it stops: waves, thresholds, lanes, windows. Pure: time and facts come in, orders
 * come out. Nothing here knows a database, a clock or a command.
 */
@NullMarked
package io.gatehouse.fleet.rollout.engine;

import org.jspecify.annotations.NullMarked;
