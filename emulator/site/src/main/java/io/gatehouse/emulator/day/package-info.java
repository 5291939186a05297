/** A plausible day of an estate, the same for the same seed. */
@NullMarked
package io.gatehouse.emulator.day;

import org.jspecify.annotations.NullMarked;
