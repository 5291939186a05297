/**
 * Reports that are mailed again and again: who gets which, when the next one is due, and what became of each. Each report of
 * a period is made once, and each mail of it leaves once, also over a restart. Blocks; call on workers.
 */
@NullMarked
package io.gatehouse.fleet.subscription;

import org.jspecify.annotations.NullMarked;
