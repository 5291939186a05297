/** The device profiles that are in force here: those of the product, of the data folder, and those that were brought. Blocking; call on workers. */
@NullMarked
package io.gatehouse.fleet.profile;

import org.jspecify.annotations.NullMarked;
