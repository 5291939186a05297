/**
 * Signing in at somebody else's: OpenID Connect with the authorisation code and PKCE. What the provider says of groups
 * becomes roles by the settings. {@link io.gatehouse.fleet.web.oidc.Provider} blocks; the rest runs on the event loop.
 */
@NullMarked
package io.gatehouse.fleet.web.oidc;

import org.jspecify.annotations.NullMarked;
