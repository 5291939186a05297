package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.People;
import io.gatehouse.fleet.search.Asked;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.search.PeopleFields;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list of a site's people: by what is typed of a name, by a question, and as a file. */
public final class PeopleListApi {

    private static final int PAGE = 100;
    private static final List<String> COLUMNS =
            List.of("id", "name", "personType", "personStatus", "groups", "cards", "lastUsed", "validFrom", "validTo");

    private final People people;
    private final Questions questions;
    private final Listing listing;
    private final AccessGround ground;

    public PeopleListApi(People people, Questions questions, Listing listing, AccessGround ground) {
        this.people = people;
        this.questions = questions;
        this.listing = listing;
        this.ground = ground;
    }

    public void addTo(Operations operations) {
        operations.viewer("listPeople", this::list).operator("exportPeople", this::export);
    }

    private Future<Answer> list(Call call) {
        int limit = call.number("limit", PAGE);
        String text = call.query("q").orElse("");
        boolean name = Asked.isName(text);
        People.Filter filter = new People.Filter(
                new SiteId(call.path("site")),
                name && !text.isEmpty() ? text : null,
                call.query("type").orElse(null),
                call.query("status").orElse(null),
                call.query("group").orElse(null),
                call.query("after").orElse(null),
                limit + 1);
        Questions.Asker asker = Questions.Asker.of(call);
        return ground.ask(
                call,
                site -> name
                        ? page(people.list(filter), limit)
                        : questions.answer(
                                PeopleFields.CATALOGUE,
                                text,
                                asker,
                                condition -> page(people.list(filter, condition), limit)));
    }

    private static Answer page(List<ObjectNode> found, int limit) {
        Optional<String> next =
                found.size() > limit ? Optional.of(People.placeOf(found.get(limit - 1))) : Optional.empty();
        List<ObjectNode> page = new ArrayList<>(found.subList(0, Math.min(limit, found.size())));
        page.forEach(one -> one.remove("place"));
        return next.map(place -> Answer.ok(Map.of("items", page, "next", place)))
                .orElseGet(() -> Answer.items(page));
    }

    /** Whoever takes all names at once is noted. */
    private Future<Answer> export(Call call) {
        SiteId site = new SiteId(call.path("site"));
        String question = call.query("q").orElse("");
        Questions.Asker asker = Questions.Asker.of(call);
        Listing.Form form = Listing.Form.of(call, "people", COLUMNS);
        Audit.By by = call.by();
        return ground.work()
                .call(() -> ground.sites().exists(site)
                        ? Optional.of(questions.compile(PeopleFields.CATALOGUE, question, asker))
                        : Optional.<Condition.Made>empty())
                .compose(made -> {
                    if (made.isEmpty()) {
                        return Future.succeededFuture(Answer.refused(SiteApi.noSite(site)));
                    }
                    if (made.get() instanceof Condition.Made.Refused refused) {
                        return Future.succeededFuture(Answer.refused(Questions.problem(refused.fault())));
                    }
                    Condition asked = ((Condition.Made.Done) made.get()).condition();
                    ground.audit().note(by, "exportPeople", "people at site " + site, Map.of("query", question));
                    return listing.write(
                            call,
                            form,
                            taker -> people.each(site, asked, one -> taker.test(form.csv() ? flat(one) : one)));
                });
    }

    /** A row: what lies in the rules becomes columns. */
    private static ObjectNode flat(ObjectNode person) {
        List<String> groups = new ArrayList<>();
        person.at("/rules/groups").forEach(one -> groups.add(one.asText()));
        person.put("groups", String.join(" ", groups));
        person.put("personType", person.path("type").asText());
        person.put("personStatus", person.path("status").asText());
        for (String end : List.of("validFrom", "validTo")) {
            person.set(end, person.path("rules").path(end));
        }
        return person;
    }
}
