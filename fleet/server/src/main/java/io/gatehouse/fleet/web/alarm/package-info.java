/** REST of alarms, their rules and channels, and of the questions that lists are asked by. Event loop only. */
@NullMarked
package io.gatehouse.fleet.web.alarm;

import org.jspecify.annotations.NullMarked;
