package io.gatehouse.fleet.web.call;

import io.gatehouse.fleet.store.Reach;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides who is let through to an operation, and which sites it may answer about. What leads to a site
 * that was not granted is answered as if there were nothing. Event loop only.
 */
public final class Admission {

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    /** What somebody may who has a password for one time: know who they are, change it, and leave. */
    private static final Set<String> BEFORE_A_PASSWORD =
            Set.of("session", "changePassword", "signOut", "signOutEverywhere");
    /** It gives away rights of its own, which the second factor shall guard. */
    private static final String MAKES_TOKEN = "createToken";

    private final Callers callers;
    private final Places places;
    private final Work work;
    private final boolean adminsNeedSecondFactor;

    /** @param adminsNeedSecondFactor whether an admin who signs in without one may only get one */
    public Admission(Callers callers, Places places, Work work, boolean adminsNeedSecondFactor) {
        this.callers = callers;
        this.places = places;
        this.work = work;
        this.adminsNeedSecondFactor = adminsNeedSecondFactor;
    }

    /** Who was let through by which rule, and the sites that the answer may be about. */
    record Admitted(Caller caller, Reach reach, Rule rule) {}

    /** What is said to a request: a caller, or why not. */
    record Verdict(@Nullable Admitted admitted, @Nullable Problem problem) {

        static Verdict no(Problem problem) {
            return new Verdict(null, problem);
        }
    }

    Future<Verdict> of(RoutingContext context, String operation, Rule rule) {
        return callers.callerOf(context.request())
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Verdict.no(Problem.signedOut()))
                        : of(context, operation, rule, found.get()));
    }

    private Future<Verdict> of(RoutingContext context, String operation, Rule rule, Caller caller) {
        Reach reach = caller.rights().of(rule.roles());
        Optional<Problem> refused = refusalOf(context, operation, rule, caller)
                .or(() -> rule.sites() != Rule.Sites.OWN && reach.isNothing()
                        ? Optional.of(Problem.roleTooLow(caller.rights(), rule.roles()))
                        : Optional.empty())
                .or(() -> rule.sites() == Rule.Sites.ALL && !reach.isAll()
                        ? Optional.of(Problem.sitesTooFew())
                        : Optional.empty());
        if (refused.isPresent()) {
            return Future.succeededFuture(Verdict.no(refused.get()));
        }
        Verdict through = new Verdict(new Admitted(caller, reach, rule), null);
        if (rule.sites() != Rule.Sites.PATH || reach.isAll()) {
            return Future.succeededFuture(through);
        }
        return siteOf(new Lead(context.pathParam("site"), context.pathParam("gateway"), context.pathParam("command")))
                .map(site -> reach.covers(site.orElse(null)) ? through : Verdict.no(Problem.notAmongYours()));
    }

    /**
     * Once more, with the very words that the operation will use: a path such as {@code a/../b} may be read in two ways.
     */
    Future<Boolean> leadsHome(Call call, Admitted admitted) {
        if (admitted.rule().sites() != Rule.Sites.PATH || admitted.reach().isAll()) {
            return Future.succeededFuture(true);
        }
        return siteOf(new Lead(
                        call.pathIfAny("site").orElse(null),
                        call.pathIfAny("gateway").orElse(null),
                        call.pathIfAny("command").orElse(null)))
                .map(site -> admitted.reach().covers(site.orElse(null)));
    }

    /** What a path says about the site. */
    private record Lead(
            @Nullable String site,
            @Nullable String gateway,
            @Nullable String command) {}

    private Future<Optional<String>> siteOf(Lead lead) {
        String gateway = lead.gateway();
        if (lead.site() != null) {
            return Future.succeededFuture(Optional.of(lead.site()));
        }
        return work.call(() ->
                gateway != null ? places.siteOfGateway(gateway) : places.siteOfCommand(String.valueOf(lead.command())));
    }

    private Optional<Problem> refusalOf(RoutingContext context, String operation, Rule rule, Caller caller) {
        boolean writes = !READS.contains(context.request().method());
        if (writes
                && !caller.byToken()
                && !same(caller.csrfToken(), context.request().getHeader(Api.CSRF_HEADER))) {
            return Optional.of(Problem.csrf());
        }
        if (caller.state().mustChangePassword() && !BEFORE_A_PASSWORD.contains(operation)) {
            return Optional.of(Problem.passwordFirst());
        }
        boolean guarded = rule.sites() != Rule.Sites.OWN || operation.equals(MAKES_TOKEN);
        boolean lacks = adminsNeedSecondFactor
                && !caller.byToken()
                && !caller.state().secondFactor()
                && caller.rights().reaches().containsKey(Role.ADMIN);
        return guarded && lacks ? Optional.of(Problem.secondFactorFirst()) : Optional.empty();
    }

    private static boolean same(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
