/**
 * What guards' own phones ask: paired once, known by a key of the phone's. Outside of the REST contract, since a gateway
 * answers the same at the same addresses. Event loop; the patrol room is asked on workers.
 */
@NullMarked
package io.gatehouse.fleet.web.guard;

import org.jspecify.annotations.NullMarked;
