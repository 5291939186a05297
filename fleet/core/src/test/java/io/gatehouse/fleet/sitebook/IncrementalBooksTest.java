package io.gatehouse.fleet.sitebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.CardState;
import io.gatehouse.fleet.access.Cards;
import io.gatehouse.fleet.access.People;
import io.gatehouse.fleet.access.ThingKind;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteBookDelta.Digested;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A book that is compiled from what changed is the one that a fleet compiles that reads everything. */
class IncrementalBooksTest {

    private static final int STEPS = 120;

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final SiteId site = TestCore.siteOf(gateway);

    @BeforeEach
    void fill() {
        LargeSite.fill(core, site, 40);
        core.siteBooks().compile(gateway);
    }

    @Test
    void after_any_sequence_of_changes_the_incremental_book_is_the_full_one_and_so_is_its_digest() {
        Random random = new Random(20_261_126);
        for (int step = 0; step < STEPS; step++) {
            change(random);
            if (random.nextInt(3) > 0) {
                core.siteBooks().compile(gateway);
            }
            if (step % 10 == 9) {
                core.siteBooks().compile(gateway);
                SiteBook full = full();
                SiteBook made = made();
                assertThat(made.at(0, 0))
                        .as("after step " + step)
                        .usingRecursiveComparison()
                        .isEqualTo(full);
                assertThat(core.siteBooks().notice(gateway).orElseThrow().sha256())
                        .isEqualTo(Digested.of(full).digest().hex());
            }
        }
    }

    private void change(Random random) {
        String person = "p-" + random.nextInt(60);
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> core.people().put(site, person(person, random));
            case 3 -> core.people().delete(site, person);
            case 4, 5 -> core.cards().add(site, card(person, random));
            case 6 -> anyCard(random).ifPresent(ref -> core.cards().setState(site, ref, anyState(random)));
            case 7 -> anyCard(random).ifPresent(ref -> core.cards().delete(site, ref));
            case 8 ->
                core.accessThings()
                        .put(
                                site,
                                ThingKind.PROFILES,
                                json("{\"id\":\"all\",\"name\":\"All " + random.nextInt(9) + "\",\"policies\":[]}"));
            default -> seldom(person, random);
        }
    }

    private void seldom(String person, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> core.erasures().erase(site, person, "moved out");
            case 1 -> sql("update person set active = not active where site = ? and id like '%7'");
            case 2 -> sql("update credential set ref = md5(ref) where site = ? and ref like '%7'");
            default -> core.accessThings().putPolicies(site, json("{\"maxFailures\":" + (1 + random.nextInt(9)) + "}"));
        }
    }

    private static ObjectNode person(String id, Random random) {
        ObjectNode person = Json.object()
                .put("id", id)
                .put("name", "Name " + random.nextInt(100))
                .put("type", "STAFF");
        if (random.nextBoolean()) {
            person.putObject("rules")
                    .put("clearance", random.nextInt(7))
                    .putArray("groups")
                    .add("guards");
        }
        return person;
    }

    private static JsonNode card(String person, Random random) {
        ObjectNode card =
                Json.object().put("type", "CARD").put("format", "RAW").put("number", "" + random.nextInt(1_000_000));
        card.put("person", person).putArray("profiles").add("all");
        return card;
    }

    private Optional<String> anyCard(Random random) {
        List<ObjectNode> cards = core.cards().list(new Cards.Filter(site, null, null, null, null, null, null, 200));
        return cards.isEmpty()
                ? Optional.empty()
                : Optional.of(cards.get(random.nextInt(cards.size())).path("id").asText());
    }

    private static CardState anyState(Random random) {
        return CardState.values()[random.nextInt(CardState.values().length)];
    }

    @Test
    void only_the_rows_that_changed_are_read() {
        while (People.sealOpenNames(core.jdbi(), core.keys()) > 0) {
            // the chore that does it must not touch them in between
        }
        core.siteBooks().compile(gateway);
        LargeSite.rename(core, site, 7, "Seven");
        // what nobody noted stays as it was: so the others were not read again
        core.jdbi().useTransaction(handle -> {
            handle.execute("set local session_replication_role = replica");
            handle.execute("update person set type = 'GUARD' where site = ? and id = 'p-0000008'", site.value());
        });
        core.siteBooks().compile(gateway);

        assertThat(made("p-0000007").name()).isEqualTo("Seven");
        assertThat(made("p-0000008").type()).isEqualTo("OWNER");
    }

    @Test
    void what_was_still_open_when_a_book_was_compiled_is_in_the_next_one() {
        try (Handle open = core.jdbi().open()) {
            open.begin();
            open.execute("update person set name = 'Late' where site = ? and id = 'p-0000003'", site.value());
            LargeSite.rename(core, site, 4, "Soon");
            core.siteBooks().compile(gateway);
            assertThat(made("p-0000003").name()).isEqualTo("住户 3");
            open.commit();
        }
        core.siteBooks().compile(gateway);

        assertThat(made("p-0000003").name()).isEqualTo("Late");
        assertThat(made("p-0000004").name()).isEqualTo("Soon");
    }

    @Test
    void the_use_of_a_card_changes_no_book_and_very_many_changes_are_read_whole() {
        long before = core.siteBooks().compile(gateway);
        long noted = notes();
        sql("update credential set last_used = 1 where site = ?");
        assertThat(notes()).isEqualTo(noted);
        assertThat(core.siteBooks().compile(gateway)).isEqualTo(before);

        core.jdbi().useHandle(handle -> handle.execute("""
                insert into person (site, id, name, type, active)
                select ?, 'many-' || n, 'Many', 'OWNER', true from generate_series(1, 6000) n
                """, site.value()));
        assertThat(notes()).isEqualTo(noted + 1);
        assertThat(core.siteBooks().compile(gateway)).isEqualTo(before + 1);
        assertThat(made().people()).hasSize(6_040);
    }

    @Test
    void a_book_of_long_ago_or_of_another_site_is_no_ground_to_build_on() {
        core.jdbi().useHandle(handle -> {
            SiteBookQuery query = new SiteBookQuery(handle, core.keys());
            SiteChanges changes = new SiteChanges(handle, query);
            SiteBook base = query.read(site, gateway, 1, 0).inOrder(null);
            SiteBook rest = query.rest(site, gateway).inOrder(null);
            Instant now = Instant.EPOCH;
            ChangeNotes.Seen seen = new ChangeNotes(handle).seenNow(site, now);

            assertThat(changes.since(base, seen, now, rest)).isPresent();
            assertThat(changes.since(base, seen, now.plusSeconds(50_000), rest)).isEmpty();
            assertThat(changes.since(base, new ChangeNotes(handle).seenNow(new SiteId("other"), now), now, rest))
                    .isEmpty();
        });
    }

    private long notes() {
        return core.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from book_change where site = ?")
                        .bind(0, site.value())
                        .mapTo(Long.class)
                        .one());
    }

    private SiteBook.Person made(String id) {
        return made().people().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void sql(String statement) {
        core.jdbi().useHandle(handle -> handle.execute(statement, site.value()));
    }

    private static JsonNode json(String text) {
        return Json.read(text);
    }

    /** As the gateway gets it. */
    private SiteBook made() {
        return SignedSiteBook.read(core.siteBooks().signed(gateway).orElseThrow())
                .then(signed -> signed.open(core.keys().verifying()))
                .fold(book -> book, refusal -> {
                    throw new AssertionError(refusal.message());
                });
    }

    private SiteBook full() {
        return core.jdbi().withHandle(handle -> {
            Long revoked = handle.createQuery("select nullif(revocation_seq, 0) from site where id = ?")
                    .bind(0, site.value())
                    .mapTo(Long.class)
                    .one();
            return new SiteBookQuery(handle, core.keys())
                    .read(site, gateway, 0, 0)
                    .inOrder(revoked);
        });
    }
}
