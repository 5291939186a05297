/**
 * How the installation itself is, and what somebody who helps from far away gets to see of it: no secrets. Blocking; call
 * on workers.
 */
@NullMarked
package io.gatehouse.fleet.support;

import org.jspecify.annotations.NullMarked;
