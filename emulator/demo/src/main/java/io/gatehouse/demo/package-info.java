/**
 * Where gateway, fleet and emulator meet in one process: the demo start, which the whole-road and browser tests begin with
 * too. Called from {@code main} and from tests, never on an event loop.
 */
@NullMarked
package io.gatehouse.demo;

import org.jspecify.annotations.NullMarked;
