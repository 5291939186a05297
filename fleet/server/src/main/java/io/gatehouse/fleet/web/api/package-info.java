/**
 * One class a room of the contract: takes a call apart, asks the core on a worker, shapes the answer. No rule of the
 * business lives here. Event loop; whatever is given to {@link io.gatehouse.fleet.web.call.Work} blocks.
 */
@NullMarked
package io.gatehouse.fleet.web.api;

import org.jspecify.annotations.NullMarked;
