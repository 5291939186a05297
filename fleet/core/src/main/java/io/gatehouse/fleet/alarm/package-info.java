/**
 * Problems as things that people deal with: {@link Life} is what becomes of one (pure), {@link Causes} says which of the
 * conditions of a moment are one alarm and which follow from another (pure), {@link AlarmRound} compares the two again and
 * again and writes the difference, {@link AlarmDesk} is what people do, {@link AlarmBook} what they see. A round is carried
 * out by one fleet node at a time; all of it may run on any thread and blocks (docs/decisions/0016).
 */
@NullMarked
package io.gatehouse.fleet.alarm;

import org.jspecify.annotations.NullMarked;
