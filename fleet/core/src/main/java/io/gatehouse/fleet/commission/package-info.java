/**
 * Bringing devices into service: positions and what is in them, the checklist that a profile asks for, what was seen of each
 * check, photos, and the signed record. What a check found is judged by {@link io.gatehouse.fleet.commission.Judge}, which
 * is pure; everything else is blocking and for workers.
 */
@NullMarked
package io.gatehouse.fleet.commission;

import org.jspecify.annotations.NullMarked;
