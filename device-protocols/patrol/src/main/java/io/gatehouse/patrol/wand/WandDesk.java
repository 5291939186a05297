package io.gatehouse.patrol.wand;

import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.wand.WandTrouble.Code;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.CheckpointScan.Doubt;
import io.gatehouse.protocol.patrol.InspectionResult;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.Officer;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.Wand;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Makes scans of what a wand brings. A record that is brought again gives the same scan with the same id, so an upload can
 * be repeated as often as one likes. What can be wrong with one makes it doubtful; nothing is thrown away. Immutable.
 */
public final class WandDesk {

    private static final int LOW_MILLIVOLTS = 2_600;
    /** A dock that shows less has lost its clock: the year this software was made. */
    private static final long LOST_CLOCK = 1_767_225_600_000L;

    private final PatrolPlan plan;
    private final Map<String, String> officerByTag = new HashMap<>();

    public WandDesk(PatrolPlan plan) {
        this.plan = plan;
        for (Officer officer : plan.officers()) {
            officer.tags().forEach(tag -> officerByTag.put(Mark.number(tag), officer.id()));
        }
    }

    /**
     * Reads an upload.
     *
     * @param before where the last one of the same wand ended, or nothing
     * @param custody who had which wand
     * @param receivedAt milliseconds since 1970
     */
    public WandReading read(
            WandUpload told, @Nullable WandMark before, List<Evidence.Custody> custody, long receivedAt) {
        List<WandTrouble> troubles = new ArrayList<>(told.troubles());
        WandUpload upload = dockedWhenTold(told, receivedAt, troubles);
        UploadBatch batch = upload.batch();
        Optional<Wand> wand = plan.wand(batch.wand());
        Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
        boolean own = isOwn(upload, wand, troubles, doubts);
        Long lastDock = before == null ? null : before.dockTime();
        WandClock clock = new WandClock(batch, plan.policy(), lastDock);
        tellClock(clock, troubles);
        if (missing(upload, before, troubles)) {
            doubts.add(Doubt.RECORDS_MISSING);
        }
        if (batch.millivolts() > 0 && batch.millivolts() < LOW_MILLIVOLTS) {
            troubles.add(new WandTrouble(Code.BATTERY_LOW, "the wand's battery is low: " + batch.millivolts() + " mV"));
        }
        List<WandClock.Right> times = clock.right(upload.records());
        List<CheckpointScan> scans = scans(upload, times, new Around(custody, doubts, receivedAt), troubles);
        return new WandReading(
                batch, scans, own ? Optional.of(mark(upload, before, times)) : Optional.empty(), troubles);
    }

    /** A dock whose clock was lost, or runs ahead of the day: nothing was docked after it was told. */
    private WandUpload dockedWhenTold(WandUpload told, long receivedAt, List<WandTrouble> troubles) {
        long dock = told.batch().dockTime();
        boolean ahead = dock > receivedAt + plan.policy().clockSuspectSeconds() * 1_000L;
        if (receivedAt < LOST_CLOCK || (!ahead && dock >= LOST_CLOCK)) {
            return told;
        }
        troubles.add(new WandTrouble(
                Code.DOCK_CLOCK_WRONG,
                "the dock's clock cannot be right; the wand counts as docked when that was told"));
        return told.docked(receivedAt);
    }

    private static boolean isOwn(
            WandUpload upload, Optional<Wand> wand, List<WandTrouble> troubles, Set<Doubt> doubts) {
        String name = upload.batch().wand();
        if (wand.isEmpty()) {
            troubles.add(new WandTrouble(
                    Code.FOREIGN_WAND, "'" + name + "' is no wand of this site; its records prove nothing here"));
            doubts.add(Doubt.SIGNATURE_WRONG);
            return false;
        }
        String signature = upload.signed().signature();
        if (wand.get().key().isEmpty()) {
            doubts.add(Doubt.NOT_SIGNED);
            return true;
        }
        String right = WandFile.signature(upload.signed().content(), wand.get().key());
        if (MessageDigest.isEqual(
                right.getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.UTF_8))) {
            return true;
        }
        // what is torn has lost its signature with its end: it counts when it comes again and whole
        boolean none = signature.isEmpty();
        troubles.add(new WandTrouble(
                none ? Code.NOT_SIGNED : Code.SIGNATURE_WRONG,
                "the upload is not signed with the key of '" + name
                        + "'; its records are kept and prove nothing until it is read out again"));
        doubts.add(Doubt.SIGNATURE_WRONG);
        return false;
    }

    private static void tellClock(WandClock clock, List<WandTrouble> troubles) {
        long seconds = clock.offset() / 1_000;
        if (clock.wasSetAnew()) {
            troubles.add(new WandTrouble(
                    Code.CLOCK_JUMPED,
                    "the wand's clock was set anew since the last dock and is off by " + seconds
                            + " s; its times are reckoned from the dock"));
        } else if (clock.isSuspect()) {
            troubles.add(new WandTrouble(
                    Code.CLOCK_OFF, "the wand's clock was off by " + seconds + " s; its times are corrected"));
        }
    }

    private static boolean missing(WandUpload upload, @Nullable WandMark before, List<WandTrouble> troubles) {
        if (before == null || upload.records().isEmpty()) {
            return false;
        }
        boolean same = before.erase() == upload.batch().erase();
        long expected = same ? before.lastSeq() + 1 : 1;
        long first = upload.records().get(0).seq();
        if (!same) {
            troubles.add(new WandTrouble(Code.ERASED, "the wand was erased since the last dock"));
        }
        if (first > expected) {
            troubles.add(new WandTrouble(
                    Code.RECORDS_MISSING, "records " + expected + " to " + (first - 1) + " are not there"));
            return true;
        }
        if (same && upload.records().get(upload.records().size() - 1).seq() <= before.lastSeq()) {
            troubles.add(new WandTrouble(Code.ALREADY_KNOWN, "all of it is known already; nothing has changed"));
        }
        return false;
    }

    private static WandMark mark(WandUpload upload, @Nullable WandMark before, List<WandClock.Right> times) {
        UploadBatch batch = upload.batch();
        long last = upload.records().stream().mapToLong(WandRecord::seq).max().orElse(0);
        boolean same = before != null && before.erase() == batch.erase();
        long readUpTo = upload.whole()
                ? batch.dockTime()
                : times.stream().mapToLong(WandClock.Right::at).max().orElse(Long.MIN_VALUE);
        Long docked = before == null ? null : before.dockTime();
        return new WandMark(
                batch.wand(),
                batch.erase(),
                same && before != null ? Math.max(before.lastSeq(), last) : last,
                docked == null ? batch.dockTime() : Long.valueOf(Math.max(docked, batch.dockTime())),
                before == null ? readUpTo : Math.max(before.readUpTo(), readUpTo));
    }

    private record Around(List<Evidence.Custody> custody, Set<Doubt> doubts, long receivedAt) {}

    private List<CheckpointScan> scans(
            WandUpload upload, List<WandClock.Right> times, Around around, List<WandTrouble> troubles) {
        List<CheckpointScan> scans = new ArrayList<>();
        String officer = null;
        Set<String> strangers = new HashSet<>();
        for (int i = 0; i < upload.records().size(); i++) {
            WandRecord record = upload.records().get(i);
            WandClock.Right time = times.get(i);
            String shown = officerByTag.get(Mark.number(record.tag()));
            if (shown != null) {
                officer = shown;
                continue;
            }
            String holder = holder(around.custody(), upload.batch().wand(), time.at());
            Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
            doubts.addAll(around.doubts());
            if (time.jumped()) {
                doubts.add(Doubt.CLOCK_JUMPED);
            }
            if (officer != null && holder != null && !officer.equals(holder)) {
                doubts.add(Doubt.NOT_IN_CUSTODY);
                strangers.add(officer + " instead of " + holder);
            }
            String who = officer != null ? officer : holder;
            scans.add(
                    scan(upload.batch(), record, time, who, new Around(around.custody(), doubts, around.receivedAt())));
        }
        strangers.forEach(who ->
                troubles.add(new WandTrouble(Code.TWO_OFFICERS, "the wand was used by " + who + ", who had it")));
        return scans;
    }

    private static @Nullable String holder(List<Evidence.Custody> custody, String wand, long at) {
        return custody.stream()
                .filter(held -> held.wand().equals(wand) && at >= held.from() && at <= held.to())
                .map(Evidence.Custody::officer)
                .reduce((first, second) -> second)
                .orElse(null);
    }

    private static CheckpointScan scan(
            UploadBatch batch, WandRecord record, WandClock.Right time, @Nullable String officer, Around around) {
        return new CheckpointScan(
                id(batch, record),
                CheckpointScan.Way.WAND,
                MarkKind.RFID_BUTTON,
                record.tag(),
                batch.wand(),
                officer == null ? List.of() : List.of(officer),
                time.at(),
                record.rawTime(),
                around.receivedAt(),
                time.doubt(),
                null,
                null,
                List.<InspectionResult>of(),
                List.of(),
                around.doubts(),
                null);
    }

    /** The same number with other content (a wand that lost its counter) is another record. */
    private static String id(UploadBatch batch, WandRecord record) {
        CRC32 content = new CRC32();
        content.update((Mark.number(record.tag()) + " " + record.rawTime()).getBytes(StandardCharsets.UTF_8));
        return batch.wand() + "/" + batch.erase() + "/" + record.seq() + "-" + Long.toHexString(content.getValue());
    }
}
