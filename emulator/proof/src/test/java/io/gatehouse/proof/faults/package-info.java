/**
 * Real faults against real processes: one row of the fault matrix after the other, with its pass figure. What a row needs
 * and the machine does not have is said, and the row is counted as skipped.
 */
@NullMarked
package io.gatehouse.proof.faults;

import org.jspecify.annotations.NullMarked;
