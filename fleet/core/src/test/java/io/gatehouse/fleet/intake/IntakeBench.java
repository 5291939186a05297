package io.gatehouse.fleet.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * How fast the intake writes events into PostgreSQL, against a plain COPY of the same rows into a table that looks the
 * same, in the same run. Processor time is that of this process and of PostgreSQL together.
 */
@Tag("bench")
class IntakeBench {

    private static final int BATCH = 500;
    private static final int BATCHES = 100;
    private static final int ROUNDS = 5;
    private static final double BAR_PER_CORE = 15_000;
    private static final double TICKS_PER_SECOND = 100;

    private final FleetCore core = TestCore.core();

    @Test
    void events_a_second_into_postgresql() throws Exception {
        core.jdbi()
                .useHandle(
                        handle -> handle.execute("create table if not exists plain_copy (like event including all)"));
        round();
        List<Figures> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            rounds.add(round());
        }

        double ours = median(rounds.stream().map(Figures::ours).toList());
        double peer = median(rounds.stream().map(Figures::peer).toList());
        List<Double> ratios = rounds.stream().map(f -> f.ours / f.peer).sorted().toList();
        double perCore = 1e6 / median(rounds.stream().map(Figures::oursMicros).toList());
        System.out.printf(
                Locale.ROOT,
                "intake: ours %.0f events/s, plain COPY %.0f events/s, ratio %.2f (%.2f..%.2f), bar %.0f events/s a core: %.0f: %s%n",
                ours,
                peer,
                ratios.get(ROUNDS / 2),
                ratios.get(0),
                ratios.get(ROUNDS - 1),
                BAR_PER_CORE,
                perCore,
                perCore >= BAR_PER_CORE ? "holds" : "falls short");
        System.out.printf(
                Locale.ROOT,
                "intake-cpu: ours %.1f us/event (%.1f here, %.1f in PostgreSQL), plain COPY %.1f us/event%n",
                1e6 / perCore,
                median(rounds.stream().map(Figures::hereMicros).toList()),
                1e6 / perCore - median(rounds.stream().map(Figures::hereMicros).toList()),
                median(rounds.stream().map(Figures::peerMicros).toList()));
        assertThat(ours).isPositive();
    }

    /** Events a second by the clock, and microseconds of processor time an event. */
    private record Figures(double ours, double peer, double oursMicros, double hereMicros, double peerMicros) {}

    private Figures round() throws Exception {
        GatewayId gateway = TestCore.newGateway();
        LogId log = TestCore.newLog();
        List<UplinkBatch> batches = LongStream.range(0, BATCHES)
                .mapToObj(n -> Batches.of(gateway, log, 1 + n * BATCH, (n + 1) * BATCH, IntakeBench::event))
                .toList();
        int events = BATCH * BATCHES;
        double cpu = cpuSeconds();
        double here = ownSeconds();
        long start = System.nanoTime();
        batches.forEach(batch -> core.intake().accept(batch));
        double seconds = (System.nanoTime() - start) / 1e9;
        double oursMicros = (cpuSeconds() - cpu) * 1e6 / events;
        double hereMicros = (ownSeconds() - here) * 1e6 / events;
        List<byte[]> rows = exported(gateway, events);
        cpu = cpuSeconds();
        start = System.nanoTime();
        copy(rows);
        double peerSeconds = (System.nanoTime() - start) / 1e9;
        double peerMicros = (cpuSeconds() - cpu) * 1e6 / events;
        return new Figures(events / seconds, events / peerSeconds, oursMicros, hereMicros, peerMicros);
    }

    /** The rows as COPY text, in the same portions. */
    private List<byte[]> exported(GatewayId gateway, int events) throws Exception {
        return core.jdbi().withHandle(handle -> {
            List<byte[]> portions = new ArrayList<>();
            for (int from = 1; from <= events; from += BATCH) {
                var out = new java.io.ByteArrayOutputStream();
                handle.getConnection()
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut(
                                "copy (select * from event where gateway = '" + gateway + "' and seq between " + from
                                        + " and " + (from + BATCH - 1) + ") to stdout",
                                out);
                portions.add(out.toByteArray());
            }
            return portions;
        });
    }

    /** One transaction a portion, as the intake commits. */
    private void copy(List<byte[]> portions) throws Exception {
        core.jdbi().useHandle(handle -> {
            for (byte[] portion : portions) {
                handle.getConnection()
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy plain_copy from stdin", new java.io.ByteArrayInputStream(portion));
            }
        });
    }

    /** What a site tells: of four events one is a door that closed, from fifty devices. */
    private static SiteEvent event(long seq) {
        String type = seq % 4 == 0 ? "DoorClosed" : seq % 4 == 1 ? "CredentialPresented" : "DoorOpened";
        String device = "gate-" + seq % 50;
        long deviceSeq = 1 + seq / 50;
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("bootId", "7f3a11d0")
                .put("seq", deviceSeq)
                .put("type", type)
                .put("time", "2026-09-21T14:13:20.123Z")
                .put("door", "door-" + seq % 50)
                .put("technology", "CARD")
                .put("credential", "****4711")
                .put("direction", "IN");
        return new SiteEvent(
                EventClass.EVIDENCE,
                type,
                new DeviceId(device),
                "7f3a11d0",
                deviceSeq,
                Batches.TIME + seq,
                Batches.TIME + seq + 3,
                TimeQuality.SYNCED,
                false,
                body,
                null);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double ownSeconds() {
        return ticks(ProcessHandle.current().pid()) / TICKS_PER_SECOND;
    }

    private static double cpuSeconds() {
        double sum = ownSeconds();
        for (ProcessHandle child : ProcessHandle.current().descendants().toList()) {
            sum += ticks(child.pid()) / TICKS_PER_SECOND;
        }
        return sum;
    }

    /** User and system time in clock ticks; none of a process that is gone. */
    private static double ticks(long pid) {
        Path stat = Path.of("/proc/" + pid + "/stat");
        try {
            if (!Files.exists(stat)) {
                return 0;
            }
            String text = Files.readString(stat);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
