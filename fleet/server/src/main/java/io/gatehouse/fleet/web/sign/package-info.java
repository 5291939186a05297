/**
 * Signing in: sessions by cookie, API tokens, gateways by basic authentication, and limits on trying. Password checks cost
 * time on purpose and run on few workers of their own.
 */
@NullMarked
package io.gatehouse.fleet.web.sign;

import org.jspecify.annotations.NullMarked;
