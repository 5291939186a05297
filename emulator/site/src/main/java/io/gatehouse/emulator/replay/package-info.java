/** Turns a badge log into reads of emulated readers. */
@NullMarked
package io.gatehouse.emulator.replay;

import org.jspecify.annotations.NullMarked;
