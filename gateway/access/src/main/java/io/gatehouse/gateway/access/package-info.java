/** The decision about a read: a pure function over one site book, with rules as values in one visible order. No clock, no I/O, no threads. */
@NullMarked
package io.gatehouse.gateway.access;

import org.jspecify.annotations.NullMarked;
