/** Takes in what gateways send, exactly once: events and what is held of a log change in one transaction. Blocking; call on workers. */
@NullMarked
package io.gatehouse.fleet.intake;

import org.jspecify.annotations.NullMarked;
