/** Tests of how servers start; each runs on its own thread with its own folder and environment. */
@NullMarked
package io.gatehouse.launch;

import org.jspecify.annotations.NullMarked;
