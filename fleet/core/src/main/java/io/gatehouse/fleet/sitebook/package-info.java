/** Compiles, signs and keeps the site book of each gateway. Blocking; call on workers. */
@NullMarked
package io.gatehouse.fleet.sitebook;

import org.jspecify.annotations.NullMarked;
