/**
 * The decision about a read: a pure function over one site book, the site's state and the read, with rules as values in
 * one visible order ({@code AccessRules}). No clock, no I/O; the desk and what it decides about are for one thread.
 */
@NullMarked
package io.gatehouse.access;

import org.jspecify.annotations.NullMarked;
