/**
 * The way of an event through both servers, told to an OpenTelemetry collector. Off unless its address is set; then
 * nothing of the library is loaded. Safe from any thread, blocks nobody: what the collector does not take in time is
 * dropped and counted. The library stays in this package.
 */
@NullMarked
package io.gatehouse.traces;

import org.jspecify.annotations.NullMarked;
