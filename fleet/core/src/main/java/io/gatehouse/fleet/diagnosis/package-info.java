/**
 * Why a device is not there: what fleet and gateway have measured of it, judged one question after the other. The judging
 * is pure; {@link io.gatehouse.fleet.diagnosis.Inquiry} reads the facts, and blocks.
 */
@NullMarked
package io.gatehouse.fleet.diagnosis;

import org.jspecify.annotations.NullMarked;
