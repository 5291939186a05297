@NullMarked
package io.gatehouse.emulator.verify;

import org.jspecify.annotations.NullMarked;
