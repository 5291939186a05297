/** The one road that every message of a device takes, whatever carried it: decode, recognise repeats, decide, record, answer. On the gateway's context. */
@NullMarked
package io.gatehouse.gateway.desk;

import org.jspecify.annotations.NullMarked;
