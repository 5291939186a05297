/**
 * The command line {@code gatehouse}: asks and tells the fleet over its REST interface, for people (tables, two languages)
 * and for machines ({@code --json}, exit codes). Everything runs on the thread that called {@code main}; it keeps nothing
 * but the sign-in file. Of the house it knows how commands start, and the
 * messages only to verify evidence offline.
 */
@NullMarked
package io.gatehouse.cli;

import org.jspecify.annotations.NullMarked;
