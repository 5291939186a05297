/**
 * How every server of the house starts: settings by file, environment and option; a data folder that knows its version
 * and is used by one process; small files that a power cut leaves whole; refusals in one clear line that name the option
 * to change; clock, ids and randomness taken from the system in one place. Called from {@code main} and from tests, the
 * files also from workers; nothing here is for an event loop.
 */
@NullMarked
package io.gatehouse.launch;

import org.jspecify.annotations.NullMarked;
