/** How the gateway proves itself at the fleet, and which devices' certificates it may believe. */
@NullMarked
package io.gatehouse.gateway.identity;

import org.jspecify.annotations.NullMarked;
