/**
 * Firmware and configurations as they travel: what is signed, who takes it, and how it is put in place so that a power cut
 * leaves the old one or the new one. Plain code for both sides; nothing here reads a clock or opens a socket.
 */
@NullMarked
package io.gatehouse.protocol.artifact;

import org.jspecify.annotations.NullMarked;
