/** What wands bring: their files, their clocks, and the scans that come of them. Pure. */
@NullMarked
package io.gatehouse.patrol.wand;

import org.jspecify.annotations.NullMarked;
