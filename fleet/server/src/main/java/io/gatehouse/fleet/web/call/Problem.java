package io.gatehouse.fleet.web.call;

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

    public static Problem roleTooLow(Role has, Role needs) {
        return new Problem(
                403,
                "ROLE_TOO_LOW",
                "The role " + has.wireName() + " may not do this.",
                "It takes the role " + needs.wireName() + ".");
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
                "Too many failed tries from here or for this account.",
                "Try again in " + retryAfterSeconds + " seconds.");
    }

    public static Problem busy() {
        return new Problem(503, "BUSY", "The server has no room for this now.", "Try again in a few seconds.");
    }

    public static Problem databaseDown() {
        return new Problem(
                503, "DATABASE_DOWN", "The database does not answer.", "Try again; GET /health says when it is back.");
    }

    public static Problem broken(String incident) {
        return new Problem(
                500,
                "INTERNAL",
                "Something is broken in the server (incident " + incident + ").",
                "The server's log says more under that number.");
    }
}
