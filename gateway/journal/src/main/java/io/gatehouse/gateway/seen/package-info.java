/**
 * What was journaled of each device, so that a message that comes again is acknowledged again and kept once. Called on
 * one thread (the gateway's context); saving the marks may run elsewhere on a copy.
 */
@NullMarked
package io.gatehouse.gateway.seen;

import org.jspecify.annotations.NullMarked;
