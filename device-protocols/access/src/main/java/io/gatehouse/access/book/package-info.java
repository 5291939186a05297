/** The site book as the decision reads it: numbers in arrays, built once, then only read; safe from any thread. No clock, no I/O. */
@NullMarked
package io.gatehouse.access.book;

import org.jspecify.annotations.NullMarked;
