/**
 * Guards' rounds: what a plan makes of a day, and whether it was done. The fleet and every gateway compute the same with
 * it. Pure: no clock, no input or output; whoever calls says what time it is. DESIGN.md says how it hangs together.
 */
@NullMarked
package io.gatehouse.patrol;

import org.jspecify.annotations.NullMarked;
