/** Tests of a whole gateway: real clients on both protocols, a fleet that does as the test says, a real disk. */
@NullMarked
package io.gatehouse.gateway;

import org.jspecify.annotations.NullMarked;
