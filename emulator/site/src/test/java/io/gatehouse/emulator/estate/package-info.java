@NullMarked
package io.gatehouse.emulator.estate;

import org.jspecify.annotations.NullMarked;
