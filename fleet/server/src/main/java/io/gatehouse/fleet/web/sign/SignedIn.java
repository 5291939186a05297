package io.gatehouse.fleet.web.sign;

import io.gatehouse.fleet.account.Account;
import io.gatehouse.fleet.account.ApiToken;
import io.gatehouse.fleet.account.Session;
import io.gatehouse.fleet.account.Sessions;
import io.gatehouse.fleet.account.Tokens;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Caller;
import io.gatehouse.fleet.web.call.Callers;
import io.gatehouse.fleet.web.call.Rights;
import io.gatehouse.fleet.web.call.Role;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.Set;

/** Finds out who asks: by API token when one is sent, else by the session cookie. Event loop; looks up on a worker. */
public final class SignedIn implements Callers {

    private static final String BEARER = "Bearer ";
    private static final int MAX_LENGTH = 200;

    private final Sessions sessions;
    private final Tokens tokens;
    private final Work work;

    public SignedIn(Sessions sessions, Tokens tokens, Work work) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.work = work;
    }

    @Override
    public Future<Optional<Caller>> callerOf(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.startsWith(BEARER)) {
            String secret = header.substring(BEARER.length()).strip();
            return secret.startsWith(Tokens.PREFIX) && secret.length() <= MAX_LENGTH
                    ? work.call(() -> tokens.find(secret).flatMap(SignedIn::caller))
                    : Future.succeededFuture(Optional.empty());
        }
        Optional<String> cookie = Cookies.session(request);
        return cookie.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : work.call(() -> sessions.find(cookie.get()).map(SignedIn::caller));
    }

    static Caller caller(Session session) {
        Account account = session.account();
        return new Caller(
                account.name(),
                Rights.of(account.grants()),
                session.secret(),
                "session " + session.id(),
                session.csrf(),
                new Caller.State(account.mustChangePassword(), session.twoFactors(), false));
    }

    /** A token may do what it was made for, as far as its account still may. */
    private static Optional<Caller> caller(ApiToken token) {
        Reach sites = token.sites() == null ? Reach.all() : Reach.of(Set.copyOf(token.sites()));
        return Role.byWireName(token.role())
                .map(role -> new Caller(
                        token.account(),
                        Rights.of(token.grants()).only(role, sites),
                        token.id(),
                        "token " + token.id(),
                        "",
                        new Caller.State(false, false, true)));
    }
}
