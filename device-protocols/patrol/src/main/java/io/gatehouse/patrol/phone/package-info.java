/** What phones bring after they were off line: when it really was, and what was told before. Pure. */
@NullMarked
package io.gatehouse.patrol.phone;

import org.jspecify.annotations.NullMarked;
