/**
 * Telling people and other systems of alarms: which channels there are, and the outbox of what has still to be told. What is
 * to be told is written in the transaction that changes the alarm; how it is sent is the server's affair. Blocking; any
 * thread, several nodes.
 */
@NullMarked
package io.gatehouse.fleet.notify;

import org.jspecify.annotations.NullMarked;
