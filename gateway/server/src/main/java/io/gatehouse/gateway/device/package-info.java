/** What the gateway knows of its devices while it runs, and the commands that are on their way to them. On the gateway's context. */
@NullMarked
package io.gatehouse.gateway.device;

import org.jspecify.annotations.NullMarked;
