/**
 * What is true now, computed from facts: who is there, and what needs a person. Blocking; call on workers.
 *
 * <pre>
 *  heartbeats ─► Facts (session, last heard, changes of the connection) ─► Standing by the device's Pattern
 *                                   PresenceWatch: history, and who came or went ─► PresenceListener
 * </pre>
 *
 * <p>Whoever makes alarms listens: {@code FleetCore.presence().listen(changes -> ...)} for comings and goings (a silent
 * gateway is one {@link PresenceChange}, devices that fell silent together are one), and
 * {@code FleetCore.telemetry().findings().listen(...)} for what is odd about a device though it works.
 */
@NullMarked
package io.gatehouse.fleet.presence;

import org.jspecify.annotations.NullMarked;
