/** Joins what devices were acknowledged with what the fleet holds. */
@NullMarked
package io.gatehouse.emulator.verify;

import org.jspecify.annotations.NullMarked;
