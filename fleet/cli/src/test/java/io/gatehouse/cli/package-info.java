/** Tests of the command line against a fleet that says what a test scripts. */
@NullMarked
package io.gatehouse.cli;

import org.jspecify.annotations.NullMarked;
