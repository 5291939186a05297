/** Tests of the stock. */
@NullMarked
package io.gatehouse.gateway.stock;

import org.jspecify.annotations.NullMarked;
