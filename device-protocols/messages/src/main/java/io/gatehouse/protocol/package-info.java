/**
 * What is said on the wire and what both sides must compute alike: identities, envelopes, codecs and interval sets.
 * Plain Java and Jackson: no clock, no I/O, no threads; everything here is immutable and safe from any thread.
 */
@NullMarked
package io.gatehouse.protocol;

import org.jspecify.annotations.NullMarked;
