/**
 * Plans of floors: their pictures, and what stands where on them. Whether a thing is well is told by the rooms that know it;
 * here it gets its place. Safe from any thread; everything blocks.
 */
@NullMarked
package io.gatehouse.fleet.plan;

import org.jspecify.annotations.NullMarked;
