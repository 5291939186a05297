/**
 * A line that misbehaves on purpose: a proxy between two ends that delays, loses, doubles, reorders, breaks and swallows
 * what goes through it, by a seed, and counts what it did. It knows nothing of what is said on the line.
 */
@NullMarked
package io.gatehouse.emulator.fault;

import org.jspecify.annotations.NullMarked;
