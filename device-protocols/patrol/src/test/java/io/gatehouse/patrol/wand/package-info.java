/** Tests of wands: their files, good and bad, and their clocks. */
@NullMarked
package io.gatehouse.patrol.wand;

import org.jspecify.annotations.NullMarked;
