package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.Cards;
import io.gatehouse.fleet.access.People;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** The people of a site. */
public final class PeopleApi {

    private static final int MOST_CARDS = 100;

    private final People people;
    private final Cards cards;
    private final AccessGround ground;

    public PeopleApi(People people, Cards cards, AccessGround ground) {
        this.people = people;
        this.cards = cards;
        this.ground = ground;
    }

    public void addTo(Operations operations) {
        operations.viewer("person", this::person).admin("putPerson", this::put).admin("deletePerson", this::delete);
    }

    private Future<Answer> person(Call call) {
        String id = call.path("person");
        return ground.ask(
                call,
                site -> whole(site, id).<Answer>map(Answer::ok).orElseGet(() -> Answer.refused(nobody(site, id))));
    }

    private Optional<ObjectNode> whole(SiteId site, String id) {
        return people.find(site, id).map(person -> {
            person.putArray("credentials")
                    .addAll(cards.list(new Cards.Filter(site, id, null, null, null, null, null, MOST_CARDS)));
            return person;
        });
    }

    private Future<Answer> put(Call call) {
        String id = call.path("person");
        ObjectNode given = (ObjectNode) call.body();
        given.put("id", id);
        AccessGround.Change change = AccessGround.Change.of(call, "putPerson", "person " + id);
        return ground.ask(
                call,
                site -> ground.kept(
                        site,
                        change,
                        people.put(site, given),
                        () -> Map.of("person", whole(site, id).orElseThrow())));
    }

    private Future<Answer> delete(Call call) {
        String id = call.path("person");
        AccessGround.Change change = AccessGround.Change.of(call, "deletePerson", "person " + id);
        return ground.ask(
                call,
                site -> people.find(site, id).isEmpty()
                        ? Answer.refused(nobody(site, id))
                        : ground.kept(site, change, people.delete(site, id), Map::of));
    }

    private static Problem nobody(SiteId site, String id) {
        return Problem.notFound(
                "There is no person " + id + " at site " + site + ".",
                "GET /api/v1/sites/" + site + "/people lists them.");
    }
}
