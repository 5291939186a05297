/**
 * How one operation of the contract is asked and answered: the contract itself, the call, the answer, the table of
 * operations with the role each needs, and the one place where refusals become status codes. Event loop, except for what
 * {@link io.gatehouse.fleet.web.call.Work} carries out.
 */
@NullMarked
package io.gatehouse.fleet.web.call;

import org.jspecify.annotations.NullMarked;
