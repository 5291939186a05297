package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.CheckpointScan.Way;
import io.gatehouse.protocol.patrol.InspectionResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A site with a route of three points that is walked at ten in the evening from November 24th, 2031, at a time of the test's own. */
public final class WalkedSite {

    public static final Instant NOON = Instant.parse("2031-11-24T12:00:00Z");
    public static final Instant START = Instant.parse("2031-11-24T22:00:00Z");
    public static final String ROUND = "night@2031-11-24T22:00";

    public final FleetCore core = TestCore.core();
    public final SiteId site = TestCore.siteOf(TestCore.newGateway());

    public WalkedSite() {
        for (int i = 1; i <= 3; i++) {
            String checklist = i == 2 ? ",'checklist':[{'id':'door','name':'防火门 Fire door'}]" : "";
            put(
                    PlanKind.CHECKPOINTS,
                    "c-" + i,
                    "{'name':'点 Point " + i + "','marks':[{'value':'0" + i + "AA'}]" + checklist + "}");
        }
        put(PlanKind.OFFICERS, "g-1", "{'name':'张三','tags':['0F01'],'person':'p-zhang'}");
        put(PlanKind.ROUTES, "walk", """
                {'name':'Walk 夜巡','extendedMinutes':5,'stops':[{'checkpoint':'c-1','fromMinutes':0,'toMinutes':10},
                 {'checkpoint':'c-2','fromMinutes':10,'toMinutes':20},{'checkpoint':'c-3','fromMinutes':20,'toMinutes':30}]}
                """);
        put(
                PlanKind.SCHEDULES,
                "night",
                "{'name':'Night','route':'walk','firstStart':'2031-11-01T22:00','rule':'FREQ=DAILY','officers':['g-1']}");
    }

    /** The patrol room at that time. */
    public Patrol at(Instant now) {
        return new Patrol(core.jdbi(), core.keys(), surroundings(now));
    }

    public static Surroundings surroundings(Instant now) {
        Surroundings system = Surroundings.ofSystem();
        return new Surroundings(Clock.fixed(now, ZoneOffset.UTC), system.ids(), system.random());
    }

    public void put(PlanKind kind, String id, String json) {
        Outcome outcome = at(NOON).plans().put(site, kind, id, object(json));
        if (!outcome.kept()) {
            throw new AssertionError(outcome.findings().toString());
        }
    }

    static ObjectNode object(String json) {
        return (ObjectNode) Json.read(json.replace('\'', '"'));
    }

    /** So many minutes after the first round's start. */
    public static Instant after(int minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }

    /** Takes down a scan of point 1, 2 or 3 so many minutes after the start of the round of that day, 0 for the first. */
    public void scan(int point, int day, int minutes) {
        scan(point, day, minutes, List.of(), null);
    }

    public void scan(int point, int day, int minutes, List<InspectionResult> results, @Nullable String photo) {
        Instant when = after(minutes).plus(Duration.ofDays(day));
        at(when).scanned(
                        site,
                        new CheckpointScan(
                                "s/" + day + "/" + point + "/" + minutes,
                                Way.PHONE,
                                null,
                                "0" + point + "AA",
                                "phone-1",
                                List.of("g-1"),
                                when.toEpochMilli(),
                                when.toEpochMilli(),
                                when.toEpochMilli(),
                                0,
                                null,
                                null,
                                results,
                                photo == null ? List.of() : List.of(photo),
                                Set.of(),
                                null));
    }

    /** A picture, as a phone would have sent it. */
    public void photo(String name, byte[] bytes, Instant when) {
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into patrol_photo (site, id, officer, media_type, received_at, bytes) values (?, ?, 'g-1', 'image/jpeg', ?, ?)",
                        site.value(),
                        name,
                        when.toEpochMilli(),
                        bytes));
    }

    /** As the fleet does every few seconds. */
    public void keep(Instant now) {
        at(now).keeper().look(site, now.minus(Duration.ofHours(36)).toEpochMilli(), now.toEpochMilli());
    }

    public ObjectNode round(Instant now) {
        return at(now).rounds().find(site, ROUND).orElseThrow();
    }

    /** Of each stop of a round. */
    static List<String> statuses(JsonNode round) {
        List<String> statuses = new ArrayList<>();
        round.path("stops").forEach(stop -> statuses.add(stop.path("status").asText()));
        return statuses;
    }
}
