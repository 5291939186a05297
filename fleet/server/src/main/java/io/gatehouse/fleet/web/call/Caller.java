package io.gatehouse.fleet.web.call;

/**
 * Who asks: an account by its session or by one of its tokens.
 *
 * @param user the account's name, which audits and commands carry
 * @param session the session's or token's own secret or id, to end it; never logged
 * @param csrfToken what writes with the session must carry; empty for a token
 */
public record Caller(
        String user, Role role, String session, String csrfToken, boolean mustChangePassword, boolean byToken) {

    @Override
    public String toString() {
        return user + " (" + role.wireName() + ")";
    }
}
