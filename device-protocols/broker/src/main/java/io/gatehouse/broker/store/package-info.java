/** Where a broker keeps what must survive the process: keyed records, in memory or in one file. */
@NullMarked
package io.gatehouse.broker.store;

import org.jspecify.annotations.NullMarked;
