@NullMarked
package io.gatehouse.emulator.replay;

import org.jspecify.annotations.NullMarked;
