package io.gatehouse.fleet.web;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.presence.DeviceNews;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.fleet.web.live.ListWatch;
import io.gatehouse.fleet.web.live.Live;
import io.gatehouse.fleet.web.live.Topic;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The lists whose changes are told to pages, and how often each is looked at. */
final class ListWatches {

    private static final Duration OFTEN = Duration.ofSeconds(2);
    private static final Duration SELDOM = Duration.ofSeconds(5);

    /** Jobs that a page shows. */
    private static final int NEWEST = 20;

    private ListWatches() {}

    static List<ListWatch> of(FleetCore core, Vertx vertx, Live live, Work work) {
        Stream<ListWatch> compared = Stream.concat(
                        Stream.concat(ledgers(core), changes(core)),
                        Stream.of(
                                new ListWatch.Watched(
                                        Topic.GATEWAYS,
                                        () -> core.gatewayBoard().list(),
                                        OFTEN,
                                        List.of("id"),
                                        List.of("lastHeard", "since", "measures", "clockOffsetMillis"),
                                        List.of("presence", "clock", "storage/level", "storage/failed")),
                                new ListWatch.Watched(
                                        Topic.BACKLOG,
                                        () -> core.backlogBoard().list(),
                                        OFTEN,
                                        List.of("gateway"),
                                        List.of("lastHeard", "since", "caughtUpAt"),
                                        List.of())))
                .map(watched -> new ListWatch(vertx, live, work, watched));
        return Stream.concat(compared, Stream.of(devices(core, vertx, live, work)))
                .toList();
    }

    /** Devices are many: only those are read that changed. */
    private static ListWatch devices(FleetCore core, Vertx vertx, Live live, Work work) {
        DeviceNews news = new DeviceNews(core.deviceBoard());
        return new ListWatch(vertx, live, work, Topic.DEVICES, OFTEN, new ListWatch.Source() {
            @Override
            public ListWatch.Changes read() {
                DeviceNews.Told told = news.read();
                return new ListWatch.Changes(told.devices(), told.presence());
            }

            @Override
            public void forget() {
                news.forget();
            }
        });
    }

    private static Stream<ListWatch.Watched> ledgers(FleetCore core) {
        return Stream.of(
                new ListWatch.Watched(
                        Topic.ROUNDS,
                        () -> core.patrol().rounds().today(),
                        OFTEN,
                        List.of("site", "id"),
                        List.of(),
                        List.of()),
                new ListWatch.Watched(
                        Topic.GAPS,
                        () -> core.gaps().all(),
                        SELDOM,
                        List.of("source", "site", "gateway", "log", "device", "bootId", "from", "reason"),
                        List.of("deviceName", "gatewayName"),
                        List.of()),
                new ListWatch.Watched(
                        Topic.AUDIT,
                        () -> core.auditBoard().list(),
                        SELDOM,
                        List.of("gateway", "log"),
                        List.of("checkedAt"),
                        List.of("mismatch", "unaccepted")));
    }

    /** What changes devices. */
    private static Stream<ListWatch.Watched> changes(FleetCore core) {
        return Stream.of(
                new ListWatch.Watched(
                        Topic.ROLLOUTS,
                        () -> core.changing().rollouts().moving(),
                        OFTEN,
                        List.of("id"),
                        List.of(),
                        List.of()),
                new ListWatch.Watched(
                        Topic.JOBS,
                        () -> core.changing().jobs().newest(Reach.all(), null, NEWEST),
                        OFTEN,
                        List.of("id"),
                        List.of(),
                        List.of()));
    }
}
