@NullMarked
package io.gatehouse.emulator.device;

import org.jspecify.annotations.NullMarked;
