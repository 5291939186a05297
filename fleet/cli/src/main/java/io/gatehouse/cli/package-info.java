/**
 * The command line {@code gatehouse}: asks and tells the fleet over its REST interface, for people (tables, two languages)
 * and for machines ({@code --json}, exit codes). Everything runs on the thread that called {@code main}; it keeps nothing
 * but the sign-in file. Knows no other room of the house but how commands start.
 */
@NullMarked
package io.gatehouse.cli;

import org.jspecify.annotations.NullMarked;
