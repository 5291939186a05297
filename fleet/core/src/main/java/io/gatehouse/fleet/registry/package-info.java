/** Sites, gateways, devices, doors, people and credentials: what the fleet decided. Blocking; call on workers. */
@NullMarked
package io.gatehouse.fleet.registry;

import org.jspecify.annotations.NullMarked;
