package io.gatehouse.fleet.web.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import io.gatehouse.fleet.account.Accounts;
import io.gatehouse.fleet.account.Federated;
import io.gatehouse.fleet.account.Grant;
import io.gatehouse.fleet.account.Session;
import io.gatehouse.fleet.account.Sessions;
import io.gatehouse.fleet.account.SignIns;
import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.launch.Surroundings;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in at the identity provider: there with a ticket, back with a code. Event loop; the provider is asked on workers. */
public final class OidcApi {

    private static final Logger LOG = LoggerFactory.getLogger(OidcApi.class);
    private static final String COOKIE = "gh_oidc";
    private static final String PATH = "/api/v1/session/oidc";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@+-]{0,62}");

    private final @Nullable OidcSettings settings;
    private final @Nullable Provider provider;
    private final Ground ground;
    private final Work work;

    /** What is known here of those who come back. */
    public record Ground(
            Federated federated,
            Sessions sessions,
            SignIns signIns,
            Keys keys,
            Surroundings surroundings,
            Welcome welcome) {}

    /** Lets somebody in who has shown who they are. Event loop. */
    @FunctionalInterface
    public interface Welcome {
        Answer in(Call call, Session session, String how);
    }

    /** @param settings nothing when there is no provider */
    public OidcApi(@Nullable OidcSettings settings, Ground ground, Work work) {
        this.settings = settings;
        this.provider = settings == null
                ? null
                : new Provider(settings, ground.surroundings().clock());
        this.ground = ground;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations.open("oidcStart", this::start).open("oidcCallback", this::back);
    }

    private Future<Answer> start(Call call) {
        Provider asked = provider;
        if (asked == null) {
            return Future.succeededFuture(Answer.refused(none()));
        }
        Ticket ticket = Ticket.fresh(ground.surroundings());
        return work.call(() -> to(asked.authorize(ticket)))
                .onSuccess(answer ->
                        call.response().addCookie(cookie(call, ticket.sealed(ground.keys()), Ticket.LIFE_SECONDS)))
                .recover(failure -> {
                    LOG.warn("the identity provider cannot be asked: {}", failure.toString());
                    return Future.succeededFuture(to("/#oidc-UNREACHABLE"));
                });
    }

    private Future<Answer> back(Call call) {
        Provider asked = provider;
        OidcSettings known = settings;
        if (asked == null || known == null) {
            return Future.succeededFuture(Answer.refused(none()));
        }
        Optional<Ticket> ticket = Optional.ofNullable(call.http().getCookie(COOKIE))
                .flatMap(cookie -> Ticket.opened(
                        cookie.getValue(),
                        ground.keys(),
                        ground.surroundings().clock().instant()))
                .filter(one -> Hashes.same(one.state(), call.query("state").orElse("")));
        Optional<String> code = call.query("code");
        call.response().addCookie(cookie(call, "", 0));
        if (ticket.isEmpty() || code.isEmpty()) {
            return Future.succeededFuture(to("/#oidc-NOT_YOURS"));
        }
        String address = call.remoteAddress();
        return work.call(() -> known(known, asked.claims(code.get(), ticket.get()), address))
                .map(came -> came.session() == null ? to("/#oidc-" + came.problem()) : in(call, came.session()))
                .recover(failure -> {
                    LOG.warn("nobody was let in by the identity provider: {}", failure.toString());
                    return Future.succeededFuture(to("/#oidc-NOT_BELIEVED"));
                });
    }

    private Answer in(Call call, Session session) {
        Answer welcome = ground.welcome().in(call, session, "oidc");
        return welcome instanceof Answer.Refused ? welcome : to("/#signed-in");
    }

    /** Somebody with a session, or why not. */
    private record Came(@Nullable Session session, String problem) {}

    private Came known(OidcSettings known, JWTClaimsSet claims, String address) throws IOException {
        List<Grant> grants = known.of(groups(known, claims));
        if (grants.isEmpty()) {
            return new Came(null, "NO_ROLE");
        }
        String name = Accounts.nameOf(String.valueOf(claims.getClaim(known.nameClaim())));
        if (!NAME.matcher(name).matches()) {
            return new Came(null, "NO_NAME");
        }
        Federated.Result result = ground.federated()
                .welcome(new Federated.Person(
                        claims.getIssuer(), claims.getSubject(), name, text(claims, "name"), grants));
        if (result instanceof Federated.Result.Welcome welcome) {
            ground.signIns().welcome(welcome.account().name(), address);
            return new Came(ground.sessions().create(welcome.account(), address, "oidc"), "");
        }
        return new Came(null, result instanceof Federated.Result.Disabled ? "DISABLED" : "NAME_TAKEN");
    }

    private static List<String> groups(OidcSettings known, JWTClaimsSet claims) throws IOException {
        try {
            List<String> groups = claims.getStringListClaim(known.groupsClaim());
            return groups == null ? List.of() : groups;
        } catch (ParseException e) {
            throw new IOException("the claim " + known.groupsClaim() + " is no list of groups", e);
        }
    }

    private static @Nullable String text(JWTClaimsSet claims, String name) {
        return claims.getClaim(name) instanceof String text && !text.isBlank() && text.length() <= 200 ? text : null;
    }

    /** It comes back from another site's page: unlike the session's, it cannot be strict. */
    private static Cookie cookie(Call call, String value, int seconds) {
        return Cookie.cookie(COOKIE, value)
                .setPath(PATH)
                .setHttpOnly(true)
                .setMaxAge(seconds)
                .setSameSite(CookieSameSite.LAX)
                .setSecure(call.isEncrypted());
    }

    private static Answer to(String address) {
        return new Answer.Empty(302, Map.of("Location", address, "Cache-Control", "no-store"));
    }

    private static Problem none() {
        return Problem.notFound("There is no identity provider here.", "Sign in with POST /api/v1/session.");
    }
}
