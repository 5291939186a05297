/**
 * Proof of the gateways' evidence: their records byte for byte, the checkpoints that they signed, the check of one against
 * the other, and the export with which an auditor checks alone. Blocking; call on workers.
 */
@NullMarked
package io.gatehouse.fleet.audit;

import org.jspecify.annotations.NullMarked;
