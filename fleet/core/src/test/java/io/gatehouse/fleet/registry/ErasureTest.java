package io.gatehouse.fleet.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.access.Cards;
import io.gatehouse.fleet.access.Passes;
import io.gatehouse.fleet.access.People;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.PersonNames;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** S13: what is known of a person is gone with their key, also from what was copied before. */
class ErasureTest {

    private static final String NAME = "欧阳漫游者";
    private static final String PINYIN = "ouyangmanyouzhe";
    private static final String NUMBER = "138001380007";
    private static final List<String> WORDS = List.of(NAME, PINYIN, NUMBER);

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final SiteId site = TestCore.siteOf(gateway);

    @BeforeEach
    void known() {
        core.people().put(site, json("{\"id\":\"p-1\",\"name\":\"" + NAME + "\",\"type\":\"OWNER\"}"));
        core.people().put(site, json("{\"id\":\"p-2\",\"name\":\"Who stays\",\"type\":\"OWNER\"}"));
        core.cards()
                .add(
                        site,
                        json("{\"type\":\"CARD\",\"format\":\"RAW\",\"number\":\"" + NUMBER
                                + "\",\"person\":\"p-1\"}"));
        core.siteBooks().compile(gateway);
        core.siteBooks().signed(gateway);
        assertThat(find("oymyz")).containsExactly(NAME);
    }

    @Test
    void a_visitors_name_is_sealed_and_goes_as_a_persons_does_under_the_name_that_events_have() throws Exception {
        String visitor = "司马过客";
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into access_point values (?, 'in', 'd', 'IN', 'r', true)", site.value()));
        Instant now = Surroundings.ofSystem().clock().instant();
        String pass = core.passes()
                .issue(
                        site,
                        new Passes.Wanted(
                                Passes.Kind.PASS, visitor, List.of("in"), now, now.plusSeconds(3_600), 1, null),
                        "test")
                .id();
        assertThat(core.passes()
                        .find(site, String.valueOf(pass))
                        .orElseThrow()
                        .path("holder")
                        .asText())
                .isEqualTo(visitor);

        Erasures.Erased erased =
                core.erasures().erase(site, "pass-" + pass, "asked for").orElseThrow();
        core.jdbi().useHandle(handle -> handle.execute("checkpoint"));

        JsonNode shown = core.passes().find(site, String.valueOf(pass)).orElseThrow();
        assertThat(shown.path("holder").asText()).isEqualTo(erased.pseudonym());
        assertThat(shown.path("revokedAt").asText()).isNotEmpty();
        assertThat(RawBytes.filesWith(TestCore.folder(), List.of(visitor))).isEmpty();
    }

    @Test
    void the_names_are_in_no_file_of_the_database_and_their_key_opens_no_copy_any_more() throws Exception {
        Map<String, String> copies = copies();
        byte[] book = book();
        assertThat(core.keys().erasable().open(book)).get().matches(bytes -> RawBytes.hold(bytes, NAME));

        Erasures.Erased erased = core.erasures().erase(site, "p-1", "asked for").orElseThrow();
        core.jdbi().useHandle(handle -> handle.execute("checkpoint"));

        assertThat(copies)
                .isNotEmpty()
                .allSatisfy((table, rows) -> assertThat(WORDS.stream()
                                .noneMatch(word -> RawBytes.hold(rows.getBytes(StandardCharsets.UTF_8), word)))
                        .as(table)
                        .isTrue());
        assertThat(RawBytes.filesWith(TestCore.folder(), WORDS)).isEmpty();
        assertThat(core.keys().erasable().open(book)).isEmpty();
        assertThat(find("oymyz")).isEmpty();
        assertThat(name("p-1")).isEqualTo(erased.pseudonym());
        assertThat(name("p-2")).isEqualTo("Who stays");
        assertThat(erased.credentials()).isEqualTo(1);
        core.siteBooks().compile(gateway);
        assertThat(core.keys().erasable().open(book())).get().matches(bytes -> !RawBytes.hold(bytes, NAME));
    }

    @Test
    void a_backup_from_before_that_is_restored_gives_no_name() {
        core.jdbi().useHandle(handle -> {
            handle.execute("create temporary table kept as select * from person where site = ?", site.value());
            core.erasures().erase(site, "p-1", "asked for");
            handle.execute(
                    "update person p set name = k.name, active = true from kept k where p.site = k.site and p.id = k.id");
            handle.execute("drop table kept");
        });

        assertThat(name("p-1")).startsWith("erased-").isNotEqualTo(NAME);
        assertThat(name("p-2")).isEqualTo("Who stays");
        assertThat(find("oymyz")).isEmpty();
        assertThat(find(NAME)).isEmpty();
        core.siteBooks().compile(gateway);
        assertThat(core.siteBooks().signed(gateway)).get().matches(bytes -> !RawBytes.hold(bytes, NAME));
    }

    @Test
    void who_has_left_can_still_be_erased() {
        String column = column("p-1");
        core.people().delete(site, "p-1");
        assertThat(core.keys().names().shown(column)).isEqualTo(NAME);

        assertThat(core.erasures().erase(site, "p-1", "asked later")).isPresent();
        assertThat(core.keys().names().open(column)).isEmpty();
        assertThat(core.erasures().erase(site, "p-0", "nobody")).isEmpty();
    }

    @Test
    void keys_that_came_back_or_were_not_destroyed_yet_go_at_the_next_start() {
        long key = core.keys().erasable().make(1)[0];
        core.erasures().erase(site, "p-1", "asked for");
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "update erasure set keys = keys || ?::bigint where site = ?", key, site.value()));
        assertThat(core.keys().erasable().exists(key)).isTrue();

        core.erasures().destroyAgain();

        assertThat(core.keys().erasable().exists(key)).isFalse();
    }

    @Test
    void names_from_before_there_were_keys_are_sealed_and_found_as_before() {
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into person (site, id, name, type, active) values (?, 'old-1', '单雄信', 'OWNER', true)",
                        site.value()));
        while (People.sealOpenNames(core.jdbi(), core.keys()) > 0) {
            // until all are
        }

        assertThat(PersonNames.isSealed(column("old-1"))).isTrue();
        assertThat(name("old-1")).isEqualTo("单雄信");
        assertThat(find("shanx")).containsExactly("单雄信");
        assertThat(core.cards().list(new Cards.Filter(site, null, null, "欧阳", null, null, null, 9)))
                .hasSize(1);
    }

    private List<String> find(String text) {
        return core.people().list(new People.Filter(site, text, null, null, null, null, 50)).stream()
                .map(one -> one.path("name").asText())
                .toList();
    }

    private String name(String person) {
        return core.people().find(site, person).orElseThrow().path("name").asText();
    }

    private String column(String person) {
        return core.jdbi()
                .withHandle(handle -> handle.createQuery("select name from person where site = ? and id = ?")
                        .bind(0, site.value())
                        .bind(1, person)
                        .mapTo(String.class)
                        .one());
    }

    private byte[] book() {
        core.siteBooks().signed(gateway);
        return core.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select signed from site_book where gateway = ? order by version desc limit 1")
                        .bind(0, gateway.value())
                        .mapTo(byte[].class)
                        .one());
    }

    /** Every table as text, as a dump has it. */
    private Map<String, String> copies() {
        return core.jdbi()
                .withHandle(handle -> handle
                        .createQuery("select table_name from information_schema.tables where table_schema = 'public'")
                        .mapTo(String.class)
                        .list()
                        .stream()
                        .collect(Collectors.toMap(
                                table -> table,
                                table -> handle.createQuery("select coalesce(string_agg(t::text, ' '), '') from \""
                                                + table + "\" t")
                                        .mapTo(String.class)
                                        .one())));
    }

    private static JsonNode json(String text) {
        return Json.read(text);
    }
}
