/** The site's patrol: rounds judged here while they go on, with the uplink or without it. On the gateway's context. */
@NullMarked
package io.gatehouse.gateway.patrol;

import org.jspecify.annotations.NullMarked;
