/** Commands to devices and how they ended. */
@NullMarked
package io.gatehouse.protocol.command;

import org.jspecify.annotations.NullMarked;
