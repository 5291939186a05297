/**
 * The one language in which lists are asked: {@code type:door site:东区 fw:<2.4 seen:>1h -battery:<20}. {@link Asked} reads
 * it, a {@link Catalogue} says which fields a list has, {@link Condition} is what PostgreSQL is asked. What cannot be read
 * is a {@link Fault} with its place. Pure, except for {@link DeviceSearch} and {@link Views}, which block.
 */
@NullMarked
package io.gatehouse.fleet.search;

import org.jspecify.annotations.NullMarked;
