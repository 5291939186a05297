package io.gatehouse.fleet.web.sign;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/** The session cookie: out of reach of scripts and of other sites' requests. Event loop only. */
final class Cookies {

    private static final String NAME = "gh_session";

    private Cookies() {}

    static Optional<String> session(HttpServerRequest request) {
        Cookie cookie = request.getCookie(NAME);
        return Optional.ofNullable(cookie).map(Cookie::getValue).filter(value -> value.length() <= 200);
    }

    static void set(HttpServerResponse response, String secret, boolean encrypted) {
        response.addCookie(cookie(secret, encrypted));
    }

    static void clear(HttpServerResponse response, boolean encrypted) {
        response.addCookie(cookie("", encrypted).setMaxAge(0));
    }

    private static Cookie cookie(String value, boolean encrypted) {
        return Cookie.cookie(NAME, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(encrypted);
    }
}
