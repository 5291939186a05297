/**
 * Firmware on its way to devices: fetched once from the fleet, checked, kept, and given to as many devices as want it. On the
 * gateway's context; files are read and written on workers.
 */
@NullMarked
package io.gatehouse.gateway.artifact;

import org.jspecify.annotations.NullMarked;
