/** The fleet's REST, as an outside program uses it. */
@NullMarked
package io.gatehouse.emulator.fleet;

import org.jspecify.annotations.NullMarked;
