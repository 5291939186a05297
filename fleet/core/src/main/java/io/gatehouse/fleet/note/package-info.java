/**
 * What people write and photograph about devices. Sealed in the database; gone when its author or an admin deletes it. Safe
 * from any thread; everything blocks.
 */
@NullMarked
package io.gatehouse.fleet.note;

import org.jspecify.annotations.NullMarked;
