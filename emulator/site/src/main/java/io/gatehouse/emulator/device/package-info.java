/** Emulated devices: an identity, an outbox that forgets nothing before it is acknowledged, and what each kind does. One scheduler thread runs them all. */
@NullMarked
package io.gatehouse.emulator.device;

import org.jspecify.annotations.NullMarked;
