/** Tests of the door's and the lane's cycle. */
@NullMarked
package io.gatehouse.door;

import org.jspecify.annotations.NullMarked;
