/**
 * The gateway's evidence: an append-only log per lane, synced to the disk before anything is acknowledged. One writer
 * thread owns the files; appends come from any thread, reads see durable records only. The format and its rules are in
 * DESIGN.md beside this file.
 */
@NullMarked
package io.gatehouse.gateway.journal;

import org.jspecify.annotations.NullMarked;
