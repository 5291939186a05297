package io.gatehouse.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.journal.FileStorage;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.JournalSettings;
import io.gatehouse.gateway.journal.SegmentJournal;
import io.gatehouse.gateway.seen.Marks;
import io.gatehouse.gateway.seen.SeenEvents;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Urgency;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalNewsTest {

    private static final long QUOTA = 40_000;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();

    // made by begin()
    private SegmentJournal journal;
    private JournalNews news;

    @BeforeEach
    void begin() throws IOException {
        journal = SegmentJournal.open(
                new FileStorage(folder),
                new JournalSettings(2_000, Map.of(Lane.EVIDENCE, QUOTA, Lane.TELEMETRY, QUOTA), 1 << 20, 0),
                () -> new LogId("ab".repeat(16)));
        ClockWatch clock = new ClockWatch(Clock.fixed(Instant.parse("2026-11-25T02:00:00Z"), ZoneOffset.UTC), () -> 0);
        Recorder recorder = new Recorder(
                context,
                journal,
                SeenEvents.rebuild(Marks.none(journal), journal),
                new Stamps(clock, Duration.ofMinutes(10)),
                new Outage(WhenStorageFails.GO_ON, 1 << 20));
        news = new JournalNews(journal, recorder);
    }

    @AfterEach
    void end() {
        journal.close();
        vertx.close().await();
    }

    @Test
    void a_lane_that_fills_is_told_at_each_level_and_once_when_there_is_room_again() {
        fillTo(72);
        tellUntil(GatewayEvents.JOURNAL_FILLING, 1);
        tellUntil(GatewayEvents.JOURNAL_FILLING, 1);
        fillTo(86);
        tellUntil(GatewayEvents.JOURNAL_FILLING, 2);

        assertThat(told(GatewayEvents.JOURNAL_FILLING))
                .extracting(event -> String.valueOf(event.body()))
                .first()
                .isEqualTo("{\"lane\":\"EVIDENCE\",\"percent\":72,\"level\":70}");
        assertThat(told(GatewayEvents.JOURNAL_FILLING).get(0).urgency()).isEqualTo(Urgency.ALARM);
        assertThat(told(GatewayEvents.JOURNAL_DRAINED)).isEmpty();
        journal.release(Lane.EVIDENCE, journal.newest(Lane.EVIDENCE) - 20);
        tellUntil(GatewayEvents.JOURNAL_DRAINED, 1);
    }

    @Test
    void what_telemetry_lost_is_told_once() {
        for (int i = 0; i < 500; i++) {
            journal.append(Lane.TELEMETRY, new byte[100]).join();
        }
        int gaps = journal.gaps().size();

        tellUntil(GatewayEvents.JOURNAL_GAP, gaps);
        tellUntil(GatewayEvents.JOURNAL_GAP, gaps);

        assertThat(gaps).isPositive();
    }

    private void fillTo(int percent) {
        while (journal.fills().get(0).percent() < percent) {
            journal.append(Lane.EVIDENCE, new byte[100]).join();
        }
    }

    /** Tells, and waits until that many events of the type are there, of the lane and not of the machine's own disk. */
    private void tellUntil(String type, int count) {
        Awaitility.await().until(() -> {
            context.runOnContext(v -> news.tell());
            return told(type).size() >= count;
        });
        assertThat(told(type)).hasSize(count);
    }

    private List<SiteEvent> told(String type) {
        List<SiteEvent> events = new ArrayList<>();
        Journal.Stretch stretch = journal.read(Lane.EVIDENCE, 1, 1_000, 1 << 20);
        while (!stretch.isEmpty()) {
            stretch.records().forEach(record -> SiteEvent.read(record).fold(events::add, notAnEvent -> false));
            stretch = journal.read(Lane.EVIDENCE, stretch.last() + 1, 1_000, 1 << 20);
        }
        return events.stream()
                .filter(event -> event.type().equals(type))
                .filter(event -> !String.valueOf(event.body()).contains("DISK"))
                .toList();
    }
}
