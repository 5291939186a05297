/** Public holidays and working weekends: what is published for which year, and as the site book's special days. */
@NullMarked
package io.gatehouse.protocol.calendar;

import org.jspecify.annotations.NullMarked;
