/** The gateway's own pages and numbers, for the gate post and for monitoring. */
@NullMarked
package io.gatehouse.gateway.web;

import org.jspecify.annotations.NullMarked;
