@NullMarked
package io.gatehouse.emulator.day;

import org.jspecify.annotations.NullMarked;
