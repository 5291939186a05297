/** Tests of what phones bring. */
@NullMarked
package io.gatehouse.patrol.phone;

import org.jspecify.annotations.NullMarked;
