/**
 * Devices by the hundred: a list from a spreadsheet becomes labels and the places that they are meant for. Blocking; call
 * on workers.
 */
@NullMarked
package io.gatehouse.fleet.bulk;

import org.jspecify.annotations.NullMarked;
