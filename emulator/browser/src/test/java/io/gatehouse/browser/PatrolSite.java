package io.gatehouse.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** A site with five points and a day of rounds that has just begun: one shift, one round that is missed, and two hundred. */
record PatrolSite(QuietFleet quiet, String id) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Makes it. */
    static PatrolSite of(QuietFleet quiet, String id) {
        PatrolSite site = new PatrolSite(quiet, id);
        site.put("", "{'name':'" + id + "','timeZone':'" + earlyInTheDay() + "'}");
        site.points();
        site.rounds();
        return site;
    }

    /** So that a whole day's rounds are still to come. */
    private static ZoneId earlyInTheDay() {
        int hour = Instant.now().atZone(ZoneId.of("UTC")).getHour();
        int west = (hour + 23) % 24;
        return ZoneId.of(west <= 12 ? "Etc/GMT+" + west : "Etc/GMT-" + (24 - west));
    }

    private void points() {
        for (int i = 1; i <= 5; i++) {
            String checklist = i == 3 ? ",'checklist':[{'id':'door','name':'Door closed'}]" : "";
            put(
                    "/patrol/checkpoints/c-" + i,
                    "{'name':'Point " + i + "','marks':[{'value':'0" + i + "AA'}]" + checklist + "}");
        }
        put("/patrol/officers/g-1", "{'name':'张三'}");
        put("/patrol/officers/g-2", "{'name':'李四'}");
    }

    private void rounds() {
        StringBuilder stops = new StringBuilder();
        for (int i = 1; i <= 4; i++) {
            stops.append(i == 1 ? "" : ",").append("{'checkpoint':'c-" + i + "','fromMinutes':-30,'toMinutes':60}");
        }
        put("/patrol/routes/shift", "{'name':'Shift','extendedMinutes':5,'stops':[" + stops + "]}");
        put(
                "/patrol/routes/past",
                "{'name':'Past','extendedMinutes':0,'stops':[{'checkpoint':'c-1','fromMinutes':-30,'toMinutes':-20}]}");
        put("/patrol/routes/often", "{'name':'Often','stops':[{'checkpoint':'c-5','fromMinutes':0,'toMinutes':2}]}");
        LocalDateTime soon = LocalDateTime.ofInstant(Instant.now(), earlyInTheDay())
                .truncatedTo(ChronoUnit.MINUTES)
                .plusMinutes(2);
        schedule("shift", soon, "", ",'officers':['g-1']");
        schedule("past", soon, "", ",'officers':['g-2']");
        schedule("often", soon, "FREQ=MINUTELY;INTERVAL=6", ",'officers':['g-2']");
    }

    /** By the name of its route. */
    private void schedule(String id, LocalDateTime first, String rule, String more) {
        put(
                "/patrol/schedules/" + id,
                "{'name':'" + id + "','route':'" + id + "','firstStart':'" + first + "','rule':'" + rule + "'" + more
                        + "}");
    }

    JsonNode get(String path) {
        return quiet.api().get("/sites/" + id + path);
    }

    void put(String path, String json) {
        quiet.api().put("/sites/" + id + path, node(json));
    }

    JsonNode post(String path, String json) {
        return quiet.api().post("/sites/" + id + path, node(json));
    }

    /** The first round of a schedule, with its stops. */
    JsonNode round(String schedule) {
        for (JsonNode round : get("/rounds").path("items")) {
            if (round.path("schedule").asText().equals(schedule)) {
                return get("/rounds/" + round.path("id").asText());
            }
        }
        throw new AssertionError("no round of " + schedule);
    }

    /** The address of a page about it. */
    String at(String page) {
        return quiet.at(path(page));
    }

    /** The same within the console. */
    String path(String page) {
        return page + (page.contains("?") ? "&" : "?") + "site=" + id;
    }

    private static JsonNode node(String json) {
        try {
            return JSON.readTree(json.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
