/** Guard patrol as it is planned and collected: what the site book says of rounds, and what a scan says. */
@NullMarked
package io.gatehouse.protocol.patrol;

import org.jspecify.annotations.NullMarked;
