/**
 * Who speaks: the fleet's certificate authority, the identities that it certifies, and what proves them on a connection.
 * Used by the fleet, which issues, and by gateways, which enrol and check. Safe from any thread; what reads or writes
 * files or makes keys is not for event loops.
 */
@NullMarked
package io.gatehouse.identity;

import org.jspecify.annotations.NullMarked;
