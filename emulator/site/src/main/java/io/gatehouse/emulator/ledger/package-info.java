/** What devices sent and what they were told, on file. */
@NullMarked
package io.gatehouse.emulator.ledger;

import org.jspecify.annotations.NullMarked;
