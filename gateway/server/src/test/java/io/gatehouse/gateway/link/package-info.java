/** Tests of the line to the fleet. */
@NullMarked
package io.gatehouse.gateway.link;

import org.jspecify.annotations.NullMarked;
