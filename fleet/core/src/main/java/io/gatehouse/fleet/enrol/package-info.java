/**
 * From the label on a box to an identity: who may speak for a device or a gateway, how they come to prove it, and how that
 * is taken back. Blocking; call on workers.
 */
@NullMarked
package io.gatehouse.fleet.enrol;

import org.jspecify.annotations.NullMarked;
