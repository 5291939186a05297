/** What every store of a broker must do, and what the file one bears. */
@NullMarked
package io.gatehouse.broker.store;

import org.jspecify.annotations.NullMarked;
