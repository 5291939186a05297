/** The database: the bundled PostgreSQL or the operator's, its schema, keys beside it. Blocking; call on workers. */
@NullMarked
package io.gatehouse.fleet.store;

import org.jspecify.annotations.NullMarked;
