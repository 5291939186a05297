package io.gatehouse.gateway.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.access.AccessDesk;
import io.gatehouse.access.Read;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.state.SiteState;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AreaWatchTest {

    private static final int IN = 0;
    private static final int OUT = 1;
    private static final List<String> ALWAYS = List.of("00:00-24:00");

    private final List<String> told = new ArrayList<>();
    private final AccessDesk access = new AccessDesk(new SiteState(), Duration.ofSeconds(2));
    private final AccessBook book = AccessBook.of(book());
    private final AreaWatch watch = new AreaWatch(
            access,
            (type, device, body) -> told.add(
                    body.path("standing").asText() + " " + body.path("people").asInt()));
    private long at = 1_800_000_000_000L;

    AreaWatchTest() {
        access.use(book);
        watch.tick(book);
    }

    @Test
    void an_area_that_fills_up_and_empties_says_so_at_each_turn() {
        pass("a", IN);
        pass("b", IN);
        watch.tick(book);
        pass("c", IN);
        pass("d", IN);
        pass("b", OUT);
        pass("c", OUT);
        pass("d", OUT);
        pass("a", OUT);

        assertThat(told)
                .containsExactly(
                        "BELOW_LOWER 1",
                        "NORMAL 2",
                        "AT_UPPER 3",
                        "ABOVE_UPPER 4",
                        "AT_UPPER 3",
                        "NORMAL 2",
                        "BELOW_LOWER 1",
                        "NORMAL 0");
    }

    private void pass(String person, int point) {
        at += 3_000;
        assertThat(access.present(Read.of(point, ref(person), at))
                        .verdict()
                        .outcome()
                        .opens())
                .isTrue();
        watch.tick(book);
    }

    private static String ref(String person) {
        return "%032x".formatted((int) person.charAt(0));
    }

    private static SiteBook.AccessPoint point(
            String id, SiteBook.Direction way, @Nullable String from, @Nullable String to) {
        PointRules rules = new PointRules(
                from, to, null, PointRules.Mode.AUTHORIZE, 0, null, null, null, PointRules.Approval.NONE, 0, false);
        return new SiteBook.AccessPoint(id, "door", way, new DeviceId("r-" + id), true, rules);
    }

    /** Soft limits: they let through, and it is told. */
    private static SiteBook book() {
        List<String> people = IntStream.rangeClosed('a', 'd')
                .mapToObj(letter -> Character.toString(letter))
                .toList();
        Map<String, List<String>> week = new HashMap<>();
        List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN").forEach(day -> week.put(day, ALWAYS));
        return new SiteBook(
                new SiteId("s"),
                new GatewayId("g"),
                1,
                0,
                "UTC",
                new byte[] {1},
                List.of(),
                List.of(new SiteBook.Door("door", "door", SiteBook.DoorMode.LOCKED, 3_000, 20, null)),
                List.of(
                        point("in", SiteBook.Direction.IN, null, "hall"),
                        point("out", SiteBook.Direction.OUT, "hall", null)),
                List.of(new SiteBook.Schedule("always", "Always", week)),
                List.of(new SiteBook.AccessProfile(
                        "all", "All", List.of(new SiteBook.AccessPolicy("always", List.of("in", "out"))))),
                people.stream()
                        .map(id -> new SiteBook.Person(id, id, "STAFF", true))
                        .toList(),
                people.stream()
                        .map(id -> new SiteBook.Credential(
                                ref(id), id, SiteBook.CredentialState.ENABLED, null, null, List.of("all")))
                        .toList(),
                List.of(),
                new SiteRules(
                        List.of(new SiteRules.Area("hall", "Hall", null, 3, 2, false, Map.of(), null)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        SiteRules.Policies.DEFAULT));
    }
}
