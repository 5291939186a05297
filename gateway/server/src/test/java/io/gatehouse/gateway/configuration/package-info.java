/** What is ordered of configurations, without a wire. */
@NullMarked
package io.gatehouse.gateway.configuration;

import org.jspecify.annotations.NullMarked;
