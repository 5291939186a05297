/** Tests of the broker with real clients of both versions, and with bytes that no client would send. */
@NullMarked
package io.gatehouse.broker;

import org.jspecify.annotations.NullMarked;
