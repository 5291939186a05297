@NullMarked
package io.gatehouse.emulator.ledger;

import org.jspecify.annotations.NullMarked;
