/**
 * Pictures that people bring: checked, drawn anew without what travels in them unseen, and small enough to keep. Plain code
 * over bytes; it takes as long as a picture is large, so it is called on workers.
 */
@NullMarked
package io.gatehouse.fleet.picture;

import org.jspecify.annotations.NullMarked;
