package io.gatehouse.patrol;

import io.gatehouse.patrol.Oracle.Means;
import io.gatehouse.patrol.Oracle.Truth;
import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.judge.MissCause;
import io.gatehouse.patrol.wand.UploadBatch;
import io.gatehouse.patrol.wand.WandBinary;
import io.gatehouse.patrol.wand.WandCsv;
import io.gatehouse.patrol.wand.WandDesk;
import io.gatehouse.patrol.wand.WandFile;
import io.gatehouse.patrol.wand.WandMark;
import io.gatehouse.patrol.wand.WandReading;
import io.gatehouse.patrol.wand.WandRecord;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.CheckpointScan.Way;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.PatrolSchedule;
import io.gatehouse.protocol.patrol.Route;
import io.gatehouse.protocol.patrol.Route.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A round out of a seed: what really happened, and what of it comes in by checkpoint devices, readers, a wand's file and a
 * phone that is off line at times. The wand was docked two hours before the round, and is again at {@code docked}.
 */
final class Generated {

    static final String WAND = "W-07";
    static final String PHONE = "phone-li";
    static final String OFFICER = "li";

    private static final long START = Plans.at("22:00");
    private static final int BEFORE = -7_200;

    final List<Truth> truths = new ArrayList<>();
    final PatrolPlan plan;
    final Order order;
    final int end;
    final int docked;
    private final int synced;
    private final Random chance;
    private final int clockOff;
    private final boolean reset;
    private final boolean binary;
    private final boolean doubled;

    Generated(long seed) {
        chance = new Random(seed);
        order = chance.nextBoolean() ? Order.FREE : Order.ORDERED;
        int stops = 3 + chance.nextInt(5);
        int extended = 60 * (3 + chance.nextInt(8));
        clockOff = new int[] {0, 0, 45, -70, 420, -420}[chance.nextInt(6)];
        reset = chance.nextInt(6) == 0;
        binary = clockOff == 0 && chance.nextBoolean();
        doubled = chance.nextBoolean();
        end = 60 * stops * 15 + extended;
        docked = end + 60 + chance.nextInt(7_200);
        synced = chance.nextBoolean() ? 0 : end + 30 + chance.nextInt(3_600);
        for (int i = 0; i < stops; i++) {
            truths.add(truth(order == Order.FREE ? 0 : i * 900, (order == Order.FREE ? stops : i + 1) * 900, extended));
        }
        plan = plan(stops, extended);
    }

    private Truth truth(int from, int to, int extended) {
        Means means = Means.values()[chance.nextInt(4)];
        int off = means == Means.WAND && !reset ? clockOff : 0;
        boolean anew = means == Means.WAND && reset;
        Integer there = there(from, to, extended, Math.abs(off));
        int told = switch (means) {
            case WAND -> docked;
            case PHONE -> Math.max(synced, there == null ? 0 : there);
            case CHECKPOINT_DEVICE, READER -> there == null ? 0 : there;
        };
        boolean gone = there == null && chance.nextInt(3) == 0;
        MissCause down = !gone || means == Means.WAND || means == Means.PHONE
                ? null
                : chance.nextBoolean() ? MissCause.READER_DOWN : MissCause.BATTERY_FLAT;
        // never over the window's beginning, where the second one would be the better one
        boolean again = means == Means.CHECKPOINT_DEVICE
                && there != null
                && (there >= from || there + 20 < from)
                && chance.nextInt(4) == 0;
        int heardBy = means == Means.WAND ? docked : Math.max(synced, end + 1);
        Truth drawn = new Truth(means, from, to, extended, there, told, heardBy, down, off, anew, again);
        return drawn.again() && !drawn.counts()
                ? new Truth(means, from, to, extended, there, told, heardBy, down, off, anew, false)
                : drawn;
    }

    /** Mostly on time, often at an edge to the second where the clock allows it; or nothing. */
    private @Nullable Integer there(int from, int to, int extended, int off) {
        int kind = chance.nextInt(10);
        if (kind == 0) {
            return null;
        }
        int[] edges = {from - extended, from, to, to + extended};
        if (off == 0 && kind == 1) {
            return edges[chance.nextInt(4)] + chance.nextInt(3) - 1;
        }
        int low = kind == 2 ? from - extended - 300 : kind == 3 ? from - extended : kind == 4 ? to : from;
        int high = kind == 2 ? from - extended : kind == 3 ? from : kind == 4 ? to + extended + 120 : to;
        while (true) {
            int drawn = low + chance.nextInt(high - low);
            boolean clear = IntStream.of(edges)
                    .allMatch(edge -> off == 0
                            || (Math.abs(drawn - edge) > 5
                                    && Math.abs(drawn + off - edge) > 5
                                    && Math.abs(drawn - off - edge) > 5));
            if (clear) {
                return drawn;
            }
        }
    }

    private PatrolPlan plan(int stops, int extended) {
        List<PatrolCheckpoint> checkpoints = IntStream.range(0, stops)
                .mapToObj(i -> new PatrolCheckpoint(
                        "K" + i, "K" + i, List.of(mark(i)), null, null, List.of(), List.of(), List.of(), null, true))
                .toList();
        List<Route.Stop> planned = IntStream.range(0, stops)
                .mapToObj(i -> Route.Stop.of(
                        "K" + i, truths.get(i).from() / 60, truths.get(i).to() / 60))
                .toList();
        PatrolPlan usual = Plans.plan(
                new Route("tour", "Tour", order, planned, 1, extended / 60, 5, null),
                PatrolSchedule.of("night", "tour", "2026-11-26T22:00", ""));
        return Plans.with(usual, checkpoints);
    }

    private Mark mark(int i) {
        return switch (truths.get(i).means()) {
            case CHECKPOINT_DEVICE -> new Mark(MarkKind.NFC, tag(i), "device-" + i);
            case READER -> new Mark(MarkKind.READER, "reader-" + i, null);
            case WAND -> new Mark(MarkKind.RFID_BUTTON, tag(i), null);
            case PHONE -> new Mark(i % 2 == 0 ? MarkKind.NFC : MarkKind.QR, tag(i), null);
        };
    }

    private static String tag(int i) {
        return String.format("00A1B2C3%02X", i);
    }

    static long at(int second) {
        return START + second * 1_000L;
    }

    /** All that has come in by that second, by the ways it comes. */
    List<CheckpointScan> heard(int now) {
        List<CheckpointScan> scans = new ArrayList<>();
        for (int i = 0; i < truths.size(); i++) {
            Truth truth = truths.get(i);
            Integer there = truth.there();
            if (there != null && truth.means() != Means.WAND && truth.told() <= now) {
                scans.add(scan(i, there, truth));
                if (truth.again()) {
                    scans.add(CheckpointScan.plain("again-" + i, Way.DEVICE, tag(i), OFFICER, at(there + 20)));
                }
            }
        }
        if (now >= docked) {
            scans.addAll(wand().scans());
        }
        return scans;
    }

    private CheckpointScan scan(int i, int there, Truth truth) {
        Way way = switch (truth.means()) {
            case CHECKPOINT_DEVICE -> Way.DEVICE;
            case READER -> Way.ACCESS;
            case WAND -> Way.WAND;
            case PHONE -> Way.PHONE;
        };
        String tag = truth.means() == Means.READER ? "reader-" + i : tag(i);
        return CheckpointScan.plain("scan-" + i, way, tag, OFFICER, at(there)).receivedAt(at(truth.told()));
    }

    /** Through the bytes of its file; perhaps read out twice. */
    WandReading wand() {
        long wandTime = reset ? WOKEN + at(docked) - at(BEFORE) : at(docked) + clockOff * 1_000L;
        List<WandRecord> records = new ArrayList<>();
        records.add(new WandRecord(1, raw(BEFORE + 60), "0FF1CE01"));
        List<Integer> visited = IntStream.range(0, truths.size())
                .filter(i ->
                        truths.get(i).means() == Means.WAND && truths.get(i).there() != null)
                .boxed()
                .sorted(Comparator.comparingInt(this::visitedAt))
                .toList();
        for (int i : visited) {
            Integer there = truths.get(i).there();
            if (there != null) {
                records.add(new WandRecord(records.size() + 1L, raw(there), tag(i)));
            }
        }
        UploadBatch batch = new UploadBatch(WAND, "dock", wandTime, at(docked), "1.0", 3, records.size(), 3_000);
        String key = plan.wands().get(0).key();
        byte[] file = binary ? WandBinary.write(batch, records, key) : WandCsv.write(batch, records, key);
        WandMark before = new WandMark(WAND, 2, 40, at(BEFORE), at(BEFORE));
        WandDesk desk = new WandDesk(plan);
        return WandFile.read(file, Plans.SHANGHAI)
                .fold(upload -> desk.read(upload, before, custody(), at(docked)), refusal -> {
                    throw new AssertionError(refusal.message());
                });
    }

    private int visitedAt(int stop) {
        Integer there = truths.get(stop).there();
        return there == null ? 0 : there;
    }

    /** The clock of a wand that lost it: the smallest time that 32 bits hold. */
    private static final long WOKEN = Integer.MIN_VALUE * 1_000L;

    private long raw(int second) {
        if (reset) {
            return WOKEN + at(second) - at(BEFORE);
        }
        double part = (second - BEFORE) / (double) (docked - BEFORE);
        return at(second) + Math.round(clockOff * 1_000L * part);
    }

    static List<Evidence.Custody> custody() {
        return List.of(
                new Evidence.Custody(WAND, OFFICER, at(BEFORE), Long.MAX_VALUE),
                new Evidence.Custody(PHONE, OFFICER, at(BEFORE), Long.MAX_VALUE));
    }

    Evidence evidence(int now) {
        List<Evidence.Outage> outages = new ArrayList<>();
        for (int i = 0; i < truths.size(); i++) {
            MissCause down = truths.get(i).down();
            if (down != null) {
                String device = truths.get(i).means() == Means.READER ? "reader-" + i : "device-" + i;
                outages.add(new Evidence.Outage(device, down, at(BEFORE), Long.MAX_VALUE));
            }
        }
        Map<String, Long> marks = new HashMap<>();
        if (now >= docked) {
            marks.put(WAND, at(docked));
        }
        if (now >= Math.max(synced, end + 1)) {
            marks.put(PHONE, at(now));
        }
        List<CheckpointScan> scans = new ArrayList<>(heard(now));
        if (doubled) {
            scans.addAll(heard(now));
        }
        return new Evidence(scans.stream().distinct().toList(), List.of(), outages, custody(), marks, List.of());
    }
}
