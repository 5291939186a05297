/**
 * Sends what the outbox holds: mail over SMTP, and webhooks in the forms of those who take them. Addresses of webhooks are
 * looked up once, judged, and used as they were judged ({@link io.gatehouse.fleet.courier.Destinations}). On the fleet's
 * context; looking up and the database are on workers.
 */
@NullMarked
package io.gatehouse.fleet.courier;

import org.jspecify.annotations.NullMarked;
