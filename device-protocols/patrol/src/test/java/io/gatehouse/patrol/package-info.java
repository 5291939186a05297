/** Tests of rounds: the conformance list by its names, and an oracle that judges on its own. */
@NullMarked
package io.gatehouse.patrol;

import org.jspecify.annotations.NullMarked;
