/** What the gateway itself runs with, sent by the fleet: tried, and kept only when the line comes back. On the gateway's context. */
@NullMarked
package io.gatehouse.gateway.configuration;

import org.jspecify.annotations.NullMarked;
