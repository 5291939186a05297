package io.gatehouse.fleet.web.call;

/**
 * Who asks: an account by its session or by one of its tokens.
 *
 * @param user the account's name, which audits and commands carry
 * @param rights which role it has where
 * @param session the session's or token's own secret or id, to end it; never logged
 * @param via what may be written down of it, such as {@code token 1f..}
 * @param csrfToken what writes with the session must carry; empty for a token
 * @param state what the account is like
 */
public record Caller(String user, Rights rights, String session, String via, String csrfToken, State state) {

    /**
     * What the account is like.
     *
     * @param secondFactor whether it has one, or came by something that is as good
     */
    public record State(boolean mustChangePassword, boolean secondFactor, boolean byToken) {}

    public boolean byToken() {
        return state.byToken();
    }

    @Override
    public String toString() {
        return user + " (" + rights + ")";
    }
}
