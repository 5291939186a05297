/**
 * Evidence that shows when it was changed: a hash chain over a log's records, checkpoints that the gateway signs, and the
 * verifier that walks both and names the first fault. Pure; gateway, fleet and an auditor's machine compute alike.
 */
@NullMarked
package io.gatehouse.protocol.audit;

import org.jspecify.annotations.NullMarked;
