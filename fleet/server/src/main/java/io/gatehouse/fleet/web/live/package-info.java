/**
 * Live changes as server-sent events: topics, a bounded ring to resume from, coalescing, and clients that read too slowly
 * being let go. Everything here runs on the web's context; others hand in through {@link io.gatehouse.fleet.web.live.Live}.
 */
@NullMarked
package io.gatehouse.fleet.web.live;

import org.jspecify.annotations.NullMarked;
