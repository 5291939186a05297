/** What both sides must compute alike about access: outcomes, reason codes, credential references, decisions. */
@NullMarked
package io.gatehouse.protocol.access;

import org.jspecify.annotations.NullMarked;
