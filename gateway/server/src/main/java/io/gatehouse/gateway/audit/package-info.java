/**
 * Makes the evidence lane provable: follows it record by record with a hash chain and signs where it stands. Blocking
 * work, on a worker of its own, never on the gateway's context and never in the way of an append.
 */
@NullMarked
package io.gatehouse.gateway.audit;

import org.jspecify.annotations.NullMarked;
