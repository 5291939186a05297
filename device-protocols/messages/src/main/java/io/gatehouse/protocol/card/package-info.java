/** What a card reader's bits say: the Wiegand layouts, there and back. Pure; safe from any thread. */
@NullMarked
package io.gatehouse.protocol.card;

import org.jspecify.annotations.NullMarked;
