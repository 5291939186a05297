/**
 * What would be: a person at a door at a time, and a rule that is not in force yet replayed over the last days. The same
 * engine decides that decides at the door; nothing is changed.
 */
@NullMarked
package io.gatehouse.fleet.whatif;

import org.jspecify.annotations.NullMarked;
