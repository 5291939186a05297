/** An estate of devices, doors and people from one YAML file. */
@NullMarked
package io.gatehouse.emulator.estate;

import org.jspecify.annotations.NullMarked;
