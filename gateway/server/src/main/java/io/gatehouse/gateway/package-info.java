/** The server at a site: settings, {@code main}, and the composition root that is its map. */
@NullMarked
package io.gatehouse.gateway;

import org.jspecify.annotations.NullMarked;
