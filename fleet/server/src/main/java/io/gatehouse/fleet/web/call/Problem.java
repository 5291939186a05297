package io.gatehouse.fleet.web.call;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Why a request was not carried out, as it is answered. Immutable.
 *
 * @param status the HTTP status
 * @param code stable, to be counted and compared
 * @param message what is wrong
 * @param hint what to do about it
 */
public record Problem(int status, String code, String message, String hint) {

    public static Problem invalid(String message, String hint) {
        return new Problem(400, "INVALID_REQUEST", message, hint);
    }

    public static Problem signedOut() {
        return new Problem(
                401,
                "SIGNED_OUT",
                "Nobody is signed in.",
                "Sign in with POST /api/v1/session, or send Authorization: Bearer with an API token.");
    }

    public static Problem wrongCredentials(String message, String hint) {
        return new Problem(401, "WRONG_CREDENTIALS", message, hint);
    }

    public static Problem roleTooLow(Rights has, Collection<Role> needs) {
        String roles = needs.stream().map(Role::wireName).sorted().collect(Collectors.joining(", "));
        return new Problem(
                403,
                "ROLE_TOO_LOW",
                has.reaches().isEmpty() ? "You have no role now." : "The role " + has + " may not do this.",
                "It takes one of " + roles + ".");
    }

    public static Problem sitesTooFew() {
        return new Problem(
                403,
                "SITES_TOO_FEW",
                "This is about all sites, and you may do it at some of them only.",
                "It takes the role at all sites.");
    }

    /** The same whether it is not there, or not yours to know. */
    public static Problem notAmongYours() {
        return notFound("There is nothing of that name among your sites.", "GET /api/v1/sites lists yours.");
    }

    public static Problem passwordFirst() {
        return new Problem(
                403,
                "PASSWORD_CHANGE_FIRST",
                "You have signed in with a password for one time; it opens nothing but its own change.",
                "Give yourself a password with POST /api/v1/session/password, or 'gatehouse password'.");
    }

    public static Problem secondFactorFirst() {
        return new Problem(
                403,
                "SECOND_FACTOR_FIRST",
                "An admin needs a second factor here, and your account has none yet.",
                "Set one up on the account page, or with POST /api/v1/session/second-factor.");
    }

    public static Problem notByToken() {
        return new Problem(
                403, "NOT_BY_TOKEN", "A token may not change how its owner signs in.", "Sign in with the password.");
    }

    /** Only said when the password was right. */
    public static Problem secondFactor() {
        return new Problem(
                401,
                "SECOND_FACTOR_NEEDED",
                "The code of the second factor is missing.",
                "Send it as 'code': six digits of the authenticator app, or a recovery code.");
    }

    public static Problem csrf() {
        return new Problem(
                403,
                "CSRF_TOKEN_MISSING",
                "The header X-Gatehouse-CSRF is missing or does not belong to the session.",
                "Send the csrfToken of GET /api/v1/session in it.");
    }

    public static Problem notFound(String message, String hint) {
        return new Problem(404, "NOT_FOUND", message, hint);
    }

    public static Problem conflict(String message, String hint) {
        return new Problem(409, "CONFLICT", message, hint);
    }

    public static Problem tooMany(long retryAfterSeconds) {
        return new Problem(
                429,
                "TOO_MANY_TRIES",
                "Too many failed tries from here or with this name.",
                "Try again in " + retryAfterSeconds + " seconds.");
    }

    public static Problem busy() {
        return new Problem(503, "BUSY", "The server has no room for this now.", "Try again in a few seconds.");
    }

    public static Problem databaseDown() {
        return new Problem(
                503, "DATABASE_DOWN", "The database does not answer.", "Try again; GET /health says when it is back.");
    }

    public static Problem telemetryAway() {
        return new Problem(
                503,
                "TELEMETRY_AWAY",
                "The telemetry store does not answer; what is measured waits for it.",
                "Try again; GET /api/v1/telemetry says since when.");
    }

    public static Problem broken(String incident) {
        return new Problem(
                500,
                "INTERNAL",
                "Something is broken in the server (incident " + incident + ").",
                "The server's log says more under that number.");
    }
}
