/** Tests of what a desk tells while rounds go on. */
@NullMarked
package io.gatehouse.patrol.live;

import org.jspecify.annotations.NullMarked;
