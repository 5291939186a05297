/**
 * Where gateway, fleet and emulator meet in one place: the demo start here, the whole-road tests beside it. The only
 * room that may see all others. Called from {@code main} and from tests, never on an event loop.
 */
@NullMarked
package io.gatehouse.proof;

import org.jspecify.annotations.NullMarked;
