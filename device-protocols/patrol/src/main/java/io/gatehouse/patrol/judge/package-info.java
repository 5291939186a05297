/** Whether rounds were made: from what is planned and what is known to what is so, with its doubts. Pure. */
@NullMarked
package io.gatehouse.patrol.judge;

import org.jspecify.annotations.NullMarked;
