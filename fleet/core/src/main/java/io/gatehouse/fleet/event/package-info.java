/** Reading what happened: lists, one event, a device's time line, the export. Blocking; call on workers. */
@NullMarked
package io.gatehouse.fleet.event;

import org.jspecify.annotations.NullMarked;
