/**
 * Records of rounds over REST: reports as files, signatures, what is kept how long and what is held, and reports by mail. On
 * the event loop; what blocks is on workers.
 */
@NullMarked
package io.gatehouse.fleet.web.patrol;

import org.jspecify.annotations.NullMarked;
