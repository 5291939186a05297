@NullMarked
package io.gatehouse.emulator.fault;

import org.jspecify.annotations.NullMarked;
