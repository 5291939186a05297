/**
 * What devices and gateways are to run with, what they say that they run with, and how the one becomes the other. Blocks; any
 * thread.
 */
@NullMarked
package io.gatehouse.fleet.twin;

import org.jspecify.annotations.NullMarked;
