/**
 * Days of a site in seconds: devices, the gateway's real journal, memory of devices and uplink, the line, and the fleet's
 * real intake rule, in one thread over a clock, timers, a disk, links and chance that all follow from one seed. Broken on
 * purpose ({@link io.gatehouse.proof.sim.Mutant}) it must be found out. docs/simulation.md says how to use it.
 */
@NullMarked
package io.gatehouse.proof.sim;

import org.jspecify.annotations.NullMarked;
