/**
 * What stands before vertx-mqtt on each connection: it lets only whole and valid packets through, answers the others with
 * the reason that the standard names, and bears nobody for long of whom it is not known who they are. vertx-mqtt and
 * Netty's codec have no place of their own for that. On the event loop of the broker.
 */
@NullMarked
package io.gatehouse.broker.wire;

import org.jspecify.annotations.NullMarked;
