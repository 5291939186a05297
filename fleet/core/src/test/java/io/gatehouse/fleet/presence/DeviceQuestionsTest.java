package io.gatehouse.fleet.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.search.Catalogues;
import io.gatehouse.fleet.search.Compiler;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.profile.Profiles;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Questions about devices, asked of the real database. */
class DeviceQuestionsTest {

    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final String site = TestCore.siteOf(gateway).value();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final DeviceQuestions questions =
            new DeviceQuestions(new DeviceBoard(core.jdbi(), clock, Profiles::shipped));

    @BeforeEach
    void devices() {
        heard(gateway.value(), NOW.minusSeconds(3));
        device("gate-1", "TURNSTILE", gateway.value(), NOW.minusSeconds(5), 80.0, "2.4.1");
        device("gate-2", "TURNSTILE", gateway.value(), NOW.minusSeconds(600), 15.0, "2.10");
        device("door-1", "DOOR_SENSOR", null, NOW.minusSeconds(62), null, "v2.3");
        device("door-2", "DOOR_SENSOR", gateway.value(), null, 5.0, null);
    }

    @Test
    void each_field_finds_what_it_says() {
        assertThat(ids("type:door")).containsExactly("door-1", "door-2");
        assertThat(ids("battery:<20")).containsExactly("door-2", "gate-2");
        assertThat(ids("-battery:<20")).containsExactly("door-1", "gate-1");
        assertThat(ids("fw:<2.4")).containsExactly("door-1");
        assertThat(ids("fw:>=2.4")).containsExactly("gate-1", "gate-2");
        assertThat(ids("seen:>5m")).containsExactly("gate-2");
        assertThat(ids("seen:<5m")).containsExactly("door-1", "gate-1");
        assertThat(ids("gate type:turnstile (battery:>50 or fw:2.10)")).containsExactly("gate-1", "gate-2");
        assertThat(ids("name:\"name of gate*\" id:*-2")).containsExactly("gate-2");
        assertThat(ids("站点:" + site + " 状态:从未")).containsExactly("door-2");
    }

    @Test
    void the_state_in_sql_is_the_presence_that_is_shown() {
        String elsewhere = TestCore.newGateway().value();
        for (int ago : List.of(1, 11, 12, 13, 61, 62, 63, 4_000)) {
            device("late-" + ago, "CAMERA", gateway.value(), NOW.minusSeconds(ago), null, null);
            device("behind-silence-" + ago, "CAMERA", elsewhere, NOW.minusSeconds(ago), null, null);
        }
        heard(elsewhere, NOW.minusSeconds(13));

        for (Presence presence : Presence.values()) {
            List<String> shown = new DeviceBoard(core.jdbi(), clock, Profiles::shipped)
                    .list(new DeviceBoard.Filter(site, null, presence.name(), null, null, 1_000, Reach.all())).stream()
                            .map(one -> one.path("id").asText())
                            .toList();
            assertThat(ids("state:" + presence)).as(presence.name()).isEqualTo(shown);
        }
    }

    @Test
    void a_word_is_found_in_any_name_in_any_case_and_means_itself() {
        device("tower_7", "CAMERA", gateway.value(), NOW, null, null);
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "update device set name = '东门 Ärmel 50%', place = 'B1' where site = ? and id = 'tower_7'",
                        site));

        for (String word : List.of("东门", "ÄRMEL", "r_7", "50%", "b1", "\"门 ä\"")) {
            assertThat(ids(word)).as(word).containsExactly("tower_7");
        }
        assertThat(ids("tower%")).isEmpty();
        assertThat(ids("-name (东门 or gate-1)")).containsExactly("tower_7");
        assertThat(ids("name of -gate-1")).containsExactly("door-1", "door-2", "gate-2");
        assertThat(ids("east state:online -door")).containsExactly("gate-1");
    }

    @Test
    void pages_follow_each_other_and_only_what_somebody_may_see_is_counted() {
        DeviceQuestions.Asked all = asked("", Reach.all());
        List<ObjectNode> first = questions.page(all, null, 3);
        List<ObjectNode> second =
                questions.page(all, site + "/" + first.get(2).path("id").asText(), 3);

        assertThat(first).hasSize(3);
        assertThat(second).extracting(one -> one.path("id").asText()).containsExactly("gate-2");
        assertThat(questions.count(all)).isEqualTo(4);
        assertThat(questions.count(asked("", Reach.of(Set.of("elsewhere"))))).isZero();
        List<String> exported = new ArrayList<>();
        questions.each(all, device -> exported.add(device.path("id").asText()) && exported.size() < 2);
        assertThat(exported).containsExactly("door-1", "door-2");
    }

    @Test
    void a_page_of_many_devices_never_reads_all_of_them() {
        core.jdbi().useHandle(handle -> {
            handle.execute(
                    "insert into device (site, id, kind, name, secret_sealed, heartbeat_seconds) select ?, 'many-' || n, 'CAMERA', 'x', '', 30 from generate_series(1, 5000) n",
                    site);
            handle.execute("analyze device");
        });

        List<DeviceQuestions.Asked> asked = List.of(
                new DeviceQuestions.Asked(Condition.TRUE, null, Reach.all()),
                new DeviceQuestions.Asked(asked("state:offline", Reach.all()).condition(), null, Reach.all()),
                new DeviceQuestions.Asked(asked("many-4999", Reach.all()).condition(), null, Reach.all()));

        for (DeviceQuestions.Asked one : asked) {
            assertThat(String.join("\n", questions.plan(one, 200)))
                    .contains("Index Scan using device_order")
                    .doesNotContain("Seq Scan on device");
        }
        core.jdbi().useHandle(handle -> handle.execute("delete from device where site = ? and id like 'many-%'", site));
    }

    private List<String> ids(String question) {
        return questions.page(asked(question, Reach.all()), null, 1_000).stream()
                .map(one -> one.path("id").asText())
                .toList();
    }

    private DeviceQuestions.Asked asked(String question, Reach reach) {
        Condition.Made made = Compiler.compile(Catalogues.DEVICES, question, Compiler.Ground.at(NOW));
        assertThat(made).as(question).isInstanceOf(Condition.Made.Done.class);
        return new DeviceQuestions.Asked(((Condition.Made.Done) made).condition(), site, reach);
    }

    private void heard(String who, Instant at) {
        core.jdbi()
                .useHandle(handle -> handle.execute("update gateway set last_heard = ? where id = ?", time(at), who));
    }

    private void device(
            String id,
            String kind,
            @Nullable String through,
            @Nullable Instant heard,
            @Nullable Double battery,
            @Nullable String firmware) {
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into device (site, id, kind, name, place, secret_sealed, heartbeat_seconds, gateway, last_heard, battery, firmware) values (?, ?, ?, ?, 'east', '', 30, ?, ?, ?, ?)",
                        site,
                        id,
                        kind,
                        "Name of " + id,
                        through,
                        heard == null ? null : time(heard),
                        battery,
                        firmware));
    }

    private static OffsetDateTime time(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
