/** What a site remembers between reads: who is where, which door is open, what waits for one more card. For one thread; no clock, no I/O. */
@NullMarked
package io.gatehouse.access.state;

import org.jspecify.annotations.NullMarked;
