@NullMarked
package io.gatehouse.emulator.cli;

import org.jspecify.annotations.NullMarked;
