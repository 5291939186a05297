package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.CardState;
import io.gatehouse.fleet.access.Cards;
import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.access.Pins;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Credentials: given out, lost, replaced, given back. Their numbers are taken and never answered. */
public final class CardApi {

    private static final int PAGE = 100;

    private final Cards cards;
    private final Pins pins;
    private final AccessGround ground;

    public CardApi(Cards cards, Pins pins, AccessGround ground) {
        this.cards = cards;
        this.pins = pins;
        this.ground = ground;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listCredentials", this::list)
                .admin("addCredential", this::add)
                .viewer("credential", this::credential)
                .admin("changeCredential", this::change)
                .admin("deleteCredential", this::delete)
                .operator("setCredentialState", this::setState)
                .admin("setCredentialPin", this::setPin)
                .admin("replaceCredential", this::replace)
                .operator("returnCredential", this::giveBack);
    }

    private Future<Answer> list(Call call) {
        int limit = call.number("limit", PAGE);
        Cards.Filter filter = new Cards.Filter(
                new SiteId(call.path("site")),
                call.query("person").orElse(null),
                call.query("state").orElse(null),
                call.query("q").orElse(null),
                call.query("unusedDays").map(Integer::valueOf).orElse(null),
                call.query("usedDays").map(Integer::valueOf).orElse(null),
                call.query("after").orElse(null),
                limit + 1);
        return ground.ask(call, site -> {
            List<ObjectNode> found = cards.list(filter);
            return Pages.of(found, limit, last -> last.path("id").asText());
        });
    }

    private Future<Answer> add(Call call) {
        JsonNode given = call.body();
        AccessGround.Change change = AccessGround.Change.of(call, "addCredential", "credential");
        return ground.ask(call, site -> added(site, change, cards.add(site, given)));
    }

    private Answer added(SiteId site, AccessGround.Change change, Cards.Added added) {
        String ref = added.ref();
        return ground.kept(
                site,
                new AccessGround.Change(change.by(), change.words(), change.action(), change.target() + " " + ref),
                added.outcome(),
                () -> Map.of("credential", cards.find(site, String.valueOf(ref)).orElseThrow()));
    }

    private Future<Answer> credential(Call call) {
        return with(call, (site, ref) -> Answer.ok(cards.find(site, ref).orElseThrow()));
    }

    private Future<Answer> change(Call call) {
        JsonNode given = call.body();
        return with(call, "changeCredential", (site, ref) -> cards.change(site, ref, given));
    }

    private Future<Answer> setState(Call call) {
        CardState state = CardState.valueOf(call.body().path("state").asText());
        return with(call, "setCredentialState", (site, ref) -> {
            cards.setState(site, ref, state);
            return Outcome.KEPT;
        });
    }

    private Future<Answer> setPin(Call call) {
        JsonNode given = call.body();
        return with(call, "setCredentialPin", (site, ref) -> pins.set(site, ref, given));
    }

    private Future<Answer> replace(Call call) {
        JsonNode given = call.body();
        AccessGround.Change change = AccessGround.Change.of(call, "replaceCredential", "credential");
        return with(call, (site, ref) -> added(site, change, cards.replace(site, ref, given)));
    }

    private Future<Answer> giveBack(Call call) {
        return with(call, "returnCredential", cards::giveBack);
    }

    private Future<Answer> delete(Call call) {
        AccessGround.Change change =
                AccessGround.Change.of(call, "deleteCredential", "credential " + call.path("credential"));
        return with(call, (site, ref) -> {
            cards.delete(site, ref);
            return ground.kept(site, change, Outcome.KEPT, Map::of);
        });
    }

    private Future<Answer> with(Call call, String action, BiFunction<SiteId, String, Outcome> make) {
        AccessGround.Change change = AccessGround.Change.of(call, action, "credential " + call.path("credential"));
        return with(
                call,
                (site, ref) -> ground.kept(
                        site,
                        change,
                        make.apply(site, ref),
                        () -> Map.of("credential", cards.find(site, ref).orElseThrow())));
    }

    private Future<Answer> with(Call call, BiFunction<SiteId, String, Answer> answer) {
        String ref = call.path("credential");
        return ground.ask(
                call,
                site -> cards.find(site, ref).isPresent()
                        ? answer.apply(site, ref)
                        : Answer.refused(Problem.notFound(
                                "There is no credential " + ref + " at site " + site + ".",
                                "GET /api/v1/sites/" + site + "/credentials lists them.")));
    }
}
