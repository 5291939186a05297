/** Tells of each event how it came into the database and onto the pages, when traces are on. Safe from any thread. */
@NullMarked
package io.gatehouse.fleet.trace;

import org.jspecify.annotations.NullMarked;
