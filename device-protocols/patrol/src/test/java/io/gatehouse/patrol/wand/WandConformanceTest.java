package io.gatehouse.patrol.wand;

import static io.gatehouse.patrol.Plans.at;
import static io.gatehouse.patrol.Plans.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.patrol.Plans;
import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.judge.Flag;
import io.gatehouse.patrol.judge.Judgement;
import io.gatehouse.patrol.judge.MissCause;
import io.gatehouse.patrol.judge.RoundJudge;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.patrol.judge.ScanVerdict;
import io.gatehouse.patrol.judge.StopStatus;
import io.gatehouse.patrol.live.DeskState;
import io.gatehouse.patrol.live.PatrolDesk;
import io.gatehouse.patrol.wand.WandTrouble.Code;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.CheckpointScan.Doubt;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.Route.Order;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Appendix 2, number 6 and 7, and every bad upload that the issue names. */
class WandConformanceTest {

    private static final PatrolPlan PLAN = Plans.plan(Plans.route(Order.ORDERED));
    private static final String KEY = PLAN.wands().get(0).key();
    private static final long DOCKED = on("2026-11-27T06:00");
    private static final WandMark ISSUED = new WandMark("W-07", 3, 0, at("21:00"), at("21:00"));

    @Test
    void c06_bulk_upload_5_000_records_repeated_upload_no_change() {
        List<WandRecord> records = IntStream.rangeClosed(1, 5_000)
                .mapToObj(i -> new WandRecord(i, at("21:00") + i * 5_000L, Plans.tag(i % 2 == 0 ? "A" : "B")))
                .toList();
        byte[] csv = WandCsv.write(batch(DOCKED, records.size()), records, KEY);
        byte[] binary = WandBinary.write(batch(DOCKED, records.size()), records, KEY);
        PatrolDesk desk = new PatrolDesk(DeskState.EMPTY);

        long began = System.nanoTime();
        WandReading first = read(csv, ISSUED);
        long fresh = first.scans().stream().filter(desk::scan).count();
        long took = (System.nanoTime() - began) / 1_000_000;
        WandReading second = read(csv, first.mark().orElseThrow());
        long again = second.scans().stream().filter(desk::scan).count();
        long other = read(binary, first.mark().orElseThrow()).scans().stream()
                .filter(desk::scan)
                .count();

        System.out.printf("5,000 wand records read and taken in %d ms%n", took);
        assertThat(fresh).isEqualTo(5_000);
        assertThat(took).isLessThan(2_000);
        assertThat(again).isZero();
        assertThat(other).isZero();
        assertThat(codes(second)).containsExactly(Code.ALREADY_KNOWN);
    }

    @Test
    void c07_clock_plus_7_min_wand_corrected() {
        long fast = 420_000;
        List<WandRecord> records = List.of(
                record(1, drifted("21:10", fast), "0FF1CE01"),
                record(2, drifted("22:02", fast), Plans.tag("A")),
                record(3, drifted("22:12", fast), Plans.tag("B")),
                record(4, drifted("22:22", fast), Plans.tag("C")));

        WandReading reading = read(WandCsv.write(batch(DOCKED + fast, 4), records, KEY), ISSUED);
        RoundVerdict verdict = judged(reading).round(Plans.ROUND);

        assertThat(reading.scans())
                .extracting(CheckpointScan::at)
                .containsExactly(at("22:02"), at("22:12"), at("22:22"));
        assertThat(reading.scans())
                .allSatisfy(scan -> assertThat(scan.deviceTime()).isNotEqualTo(scan.at()));
        assertThat(Plans.statuses(verdict)).containsOnly(StopStatus.ON_TIME);
        assertThat(verdict.stops())
                .allSatisfy(stop -> assertThat(stop.flags()).contains(Flag.CLOCK_SUSPECT, Flag.REPORTED_LATE));
        assertThat(codes(reading)).containsExactly(Code.CLOCK_OFF);
    }

    /** A clock that was set at 21:00 and comes to be that fast by the dock. */
    private static long drifted(String time, long fast) {
        double part = (at(time) - at("21:00")) / (double) (DOCKED - at("21:00"));
        return at(time) + Math.round(fast * part);
    }

    @Test
    void a_clock_that_woke_up_in_1901_is_reckoned_from_the_dock() {
        long off = Integer.MIN_VALUE * 1_000L - at("21:00");
        List<WandRecord> records = List.of(
                record(1, at("21:10") + off, "0FF1CE01"),
                record(2, at("22:02") + off, Plans.tag("A")),
                record(3, at("22:12") + off, Plans.tag("B")));

        WandReading reading = read(WandBinary.write(batch(DOCKED + off, 3), records, KEY), ISSUED);

        assertThat(reading.scans()).extracting(CheckpointScan::at).containsExactly(at("22:02"), at("22:12"));
        assertThat(reading.scans()).allSatisfy(scan -> {
            assertThat(scan.doubts()).contains(Doubt.CLOCK_JUMPED);
            assertThat(scan.deviceTime()).isLessThan(0L);
        });
        assertThat(codes(reading)).containsExactly(Code.CLOCK_JUMPED);
    }

    @Test
    void a_time_that_nothing_explains_lies_between_its_neighbours_and_proves_no_stop_when_that_is_wide() {
        List<WandRecord> records = List.of(
                record(1, at("22:02"), Plans.tag("A")),
                record(2, on("2031-01-01T00:00"), Plans.tag("B")),
                record(3, on("2026-11-27T05:00"), Plans.tag("C")));

        WandReading reading = read(WandCsv.write(batch(DOCKED, 3), records, KEY), ISSUED);
        Judgement judgement = judged(reading);

        assertThat(judgement.scans())
                .filteredOn(scan -> "B".equals(scan.checkpoint()))
                .singleElement()
                .satisfies(scan -> assertThat(scan.use()).isEqualTo(ScanVerdict.Use.TIME_UNCERTAIN));
        assertThat(judgement.round(Plans.ROUND).stops().get(1).cause()).isEqualTo(MissCause.CLOCK_WRONG);
    }

    @Test
    void a_file_of_another_customer_is_named_and_kept_and_proves_nothing() {
        UploadBatch theirs = new UploadBatch("X-99", "", DOCKED, DOCKED, "", 1, 2, 0);
        List<WandRecord> records = List.of(record(1, at("22:02"), Plans.tag("A")), record(2, at("22:05"), "DEADBEEF"));

        WandReading reading = read(WandCsv.write(theirs, records, "their key"), null);
        Judgement judgement = judged(reading);

        assertThat(codes(reading)).containsExactly(Code.FOREIGN_WAND);
        assertThat(reading.isOwn()).isFalse();
        assertThat(judgement.scans())
                .extracting(ScanVerdict::use)
                .containsExactlyInAnyOrder(ScanVerdict.Use.NOT_BELIEVED, ScanVerdict.Use.UNKNOWN_TAG);
        assertThat(judgement.round(Plans.ROUND).made()).isZero();
    }

    @Test
    void a_forged_upload_is_kept_with_its_doubt_and_makes_no_stop() {
        List<WandRecord> records = List.of(record(1, at("22:02"), Plans.tag("A")));
        byte[] good = WandCsv.write(batch(DOCKED, 1), records, KEY);
        byte[] forged = new String(good, StandardCharsets.UTF_8)
                .replace(Plans.tag("A"), Plans.tag("B"))
                .getBytes(StandardCharsets.UTF_8);

        WandReading reading = read(forged, ISSUED);

        assertThat(codes(reading)).containsExactly(Code.SIGNATURE_WRONG);
        assertThat(reading.mark()).isEmpty();
        assertThat(judged(reading).scans()).singleElement().satisfies(scan -> {
            assertThat(scan.use()).isEqualTo(ScanVerdict.Use.NOT_BELIEVED);
            assertThat(scan.confidence().percent()).isZero();
        });
    }

    @Test
    void a_torn_file_is_read_as_far_as_it_goes_and_counts_when_it_comes_whole() {
        List<WandRecord> records = List.of(
                record(1, at("22:02"), Plans.tag("A")),
                record(2, at("22:12"), Plans.tag("B")),
                record(3, at("22:22"), Plans.tag("C")));
        byte[] csv = WandCsv.write(batch(DOCKED, 3), records, KEY);
        byte[] binary = WandBinary.write(batch(DOCKED, 3), records, KEY);
        String text = new String(csv, StandardCharsets.UTF_8);
        byte[] tornText = text.substring(0, text.indexOf("\n3,") + 9).getBytes(StandardCharsets.UTF_8);
        byte[] tornBinary = Arrays.copyOf(binary, binary.length - 32 - 7);

        for (byte[] torn : List.of(tornText, tornBinary)) {
            WandReading reading = read(torn, ISSUED);
            PatrolDesk desk = new PatrolDesk(DeskState.EMPTY);
            assertThat(codes(reading)).contains(Code.TORN, Code.NOT_SIGNED);
            assertThat(reading.scans()).hasSize(2).allMatch(desk::scan);
            assertThat(reading.mark()).isEmpty();
            assertThat(read(csv, ISSUED).scans()).hasSize(3).allMatch(desk::scan);
            assertThat(read(csv, ISSUED).scans()).noneMatch(desk::scan);
        }
        assertThat(ids(read(csv, ISSUED))).containsAll(ids(read(tornText, ISSUED)));
    }

    private static Set<String> ids(WandReading reading) {
        Set<String> ids = new HashSet<>();
        reading.scans().forEach(scan -> ids.add(scan.id()));
        return ids;
    }

    @Test
    void two_guards_with_one_wand_are_told_apart_by_their_buttons() {
        List<WandRecord> records = List.of(
                record(1, at("21:10"), "0FF1CE01"),
                record(2, at("22:02"), Plans.tag("A")),
                record(3, at("22:11"), "0FF1CE02"),
                record(4, at("22:12"), Plans.tag("B")));
        List<Evidence.Custody> custody = List.of(new Evidence.Custody("W-07", "li", at("21:00"), Long.MAX_VALUE));

        WandReading reading = WandFile.read(WandCsv.write(batch(DOCKED, 4), records, KEY), Plans.SHANGHAI)
                .fold(upload -> new WandDesk(PLAN).read(upload, ISSUED, custody, DOCKED), refusal -> {
                    throw new AssertionError(refusal.message());
                });

        assertThat(reading.scans())
                .extracting(CheckpointScan::officers)
                .containsExactly(List.of("li"), List.of("wang"));
        assertThat(reading.scans().get(1).doubts()).containsExactly(Doubt.NOT_IN_CUSTODY);
        assertThat(codes(reading)).containsExactly(Code.TWO_OFFICERS);
    }

    @Test
    void what_is_no_wand_file_is_refused_and_says_what_is_wanted() {
        String told = WandFile.read("PK\u0003\u0004".getBytes(StandardCharsets.UTF_8), Plans.SHANGHAI)
                .fold(upload -> "taken", refusal -> refusal.message());

        assertThat(told).contains("gatehouse-wand,1").contains("GHW1");
    }

    @Test
    void a_gap_in_the_numbers_and_a_control_point_are_told() {
        List<WandRecord> records = List.of(record(5, at("21:05"), "C0C0"), record(6, at("22:02"), Plans.tag("A")));

        WandMark erased = new WandMark("W-07", 2, 17, at("21:00"), at("21:00"));

        WandReading reading = read(WandCsv.write(batch(DOCKED, 2), records, KEY), erased);

        assertThat(codes(reading)).containsExactly(Code.ERASED, Code.RECORDS_MISSING);
        assertThat(judged(reading).scans())
                .extracting(ScanVerdict::use)
                .containsExactlyInAnyOrder(ScanVerdict.Use.MADE_STOP, ScanVerdict.Use.CONTROL);
    }

    @Test
    void no_file_however_damaged_breaks_the_reader() {
        List<WandRecord> records =
                List.of(record(1, at("22:02"), Plans.tag("A")), record(2, at("22:12"), Plans.tag("B")));
        Random chance = new Random(7);
        for (byte[] good : List.of(
                WandCsv.write(batch(DOCKED, 2), records, KEY), WandBinary.write(batch(DOCKED, 2), records, KEY))) {
            for (int i = 0; i < 2_000; i++) {
                byte[] bad = Arrays.copyOf(good, chance.nextInt(good.length + 1));
                for (int flips = chance.nextInt(4); flips > 0 && bad.length > 0; flips--) {
                    bad[chance.nextInt(bad.length)] ^= (byte) (1 << chance.nextInt(8));
                }
                WandFile.read(bad, Plans.SHANGHAI)
                        .fold(upload -> new WandDesk(PLAN).read(upload, ISSUED, List.of(), DOCKED), refusal -> null);
            }
        }
    }

    private static UploadBatch batch(long wandTime, int records) {
        return new UploadBatch("W-07", "gate", wandTime, DOCKED, "2.1", 3, records, 2_900);
    }

    private static WandRecord record(long seq, long rawTime, String tag) {
        return new WandRecord(seq, rawTime, tag);
    }

    private static WandReading read(byte[] file, @Nullable WandMark before) {
        return WandFile.read(file, Plans.SHANGHAI)
                .fold(upload -> new WandDesk(PLAN).read(upload, before, List.of(), DOCKED), refusal -> {
                    throw new AssertionError(refusal.message());
                });
    }

    private static List<Code> codes(WandReading reading) {
        return reading.troubles().stream().map(WandTrouble::code).toList();
    }

    private static Judgement judged(WandReading reading) {
        return new RoundJudge(PLAN).judge(Plans.rounds(PLAN), Evidence.of(reading.scans()), DOCKED);
    }
}
