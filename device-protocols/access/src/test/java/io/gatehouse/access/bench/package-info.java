/** How quick a decision is and how small a book; not part of a usual build. */
@NullMarked
package io.gatehouse.access.bench;

import org.jspecify.annotations.NullMarked;
