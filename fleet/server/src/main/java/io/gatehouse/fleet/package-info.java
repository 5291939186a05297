/**
 * The fleet server put together: settings, the composition root and {@code main}. Nothing below this package knows how the
 * parts are wired.
 */
@NullMarked
package io.gatehouse.fleet;

import org.jspecify.annotations.NullMarked;
