/** Commands of operators and how far they got. Blocking; call on workers. */
@NullMarked
package io.gatehouse.fleet.command;

import org.jspecify.annotations.NullMarked;
