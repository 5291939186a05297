package io.gatehouse.fleet.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.access.People;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.presence.GatewayBoard;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gateways and people are asked in the language of devices. */
class ListQuestionsTest {

    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final SiteId site = TestCore.siteOf(gateway);

    @Test
    void gateways_by_how_they_are() {
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "update gateway set last_heard = ?, software = '1.4.2', backlog = '{\"EVIDENCE\":1200}' where id = ?",
                        OffsetDateTime.ofInstant(NOW.minusSeconds(60), ZoneOffset.UTC),
                        gateway.value()));

        assertThat(gateways("site:" + site + " state:offline fw:<1.10 waiting:>1000 seen:<5m"))
                .containsExactly(gateway.value());
        assertThat(gateways("站点:" + site + " 状态:在线")).isEmpty();
        assertThat(gateways("id:" + gateway + " book:current -state:never-seen"))
                .hasSize(1);
    }

    @Test
    void people_by_fields_and_by_names_that_are_sealed() {
        person("p-1", "张三", "CONTRACTOR", "cleaners");
        person("p-2", "张思", "STAFF", "office");
        person("p-3", "李四", "CONTRACTOR", "office");

        assertThat(people("type:contractor")).containsExactlyInAnyOrder("p-1", "p-3");
        assertThat(people("zhang type:contractor")).containsExactly("p-1");
        assertThat(people("name:张 -member:cleaners")).containsExactly("p-2");
        assertThat(people("类型:员工 cards:<1")).containsExactly("p-2");
        List<String> all = new ArrayList<>();
        core.people().each(site, Condition.TRUE, one -> all.add(one.path("id").asText()));
        assertThat(all).containsExactlyInAnyOrder("p-1", "p-2", "p-3");
    }

    @Test
    void a_name_with_spaces_is_no_question() {
        assertThat(Asked.isName("zhang san")).isTrue();
        assertThat(Asked.isName("")).isTrue();
        assertThat(Asked.isName("type:staff")).isFalse();
        assertThat(Asked.isName("-zhang")).isFalse();
        assertThat(Asked.isName("zhang or li")).isFalse();
    }

    private List<String> gateways(String question) {
        return new GatewayBoard(core.jdbi(), Clock.fixed(NOW, ZoneOffset.UTC))
                .list(Reach.all(), condition(GatewayFields.CATALOGUE, question)).stream()
                        .map(one -> one.path("id").asText())
                        .toList();
    }

    private List<String> people(String question) {
        return core
                .people()
                .list(
                        new People.Filter(site, null, null, null, null, null, 100),
                        condition(PeopleFields.CATALOGUE, question))
                .stream()
                .map(one -> one.path("id").asText())
                .toList();
    }

    private static Condition condition(Catalogue catalogue, String question) {
        Condition.Made made = Compiler.compile(catalogue, question, Compiler.Ground.at(NOW));
        assertThat(made).as(question).isInstanceOf(Condition.Made.Done.class);
        return ((Condition.Made.Done) made).condition();
    }

    private void person(String id, String name, String type, String group) {
        core.people()
                .put(
                        site,
                        Json.read("{\"id\":\"" + id + "\",\"name\":\"" + name + "\",\"type\":\"" + type
                                + "\",\"rules\":{\"groups\":[\"" + group + "\"]}}"));
    }
}
