package io.gatehouse.gateway.patrol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.record.Stamps;
import io.gatehouse.gateway.sitebook.SiteBookSnapshot;
import io.gatehouse.patrol.live.PatrolDesk;
import io.gatehouse.patrol.phone.PhoneReport;
import io.gatehouse.patrol.phone.ShiftSheet;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.Officer;
import io.gatehouse.protocol.patrol.PatrolPlan;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;

/** Today's rounds as people and phones see them, at most a second old. On the gateway's context. */
public final class PatrolBoard {

    private static final long HALF_DAY_MILLIS = 12 * 3_600_000L;

    private final PatrolDesk desk;
    private final ClockDoubt doubt;
    private final Stamps stamps;
    private final Supplier<Optional<SiteBookSnapshot>> book;

    PatrolBoard(PatrolDesk desk, ClockDoubt doubt, Stamps stamps, Supplier<Optional<SiteBookSnapshot>> book) {
        this.desk = desk;
        this.doubt = doubt;
        this.stamps = stamps;
        this.book = book;
    }

    /** The plan in force. */
    public PatrolPlan plan() {
        return desk.plan();
    }

    /** The site's id, or "" before there is a book. */
    String site() {
        return book.get().map(now -> now.site().value()).orElse("");
    }

    /** Whether the scan says anything that is not known here. */
    boolean isNew(CheckpointScan scan) {
        return desk.isNew(scan);
    }

    boolean isNew(PhoneReport report) {
        return desk.isNew(report);
    }

    /** Whether somebody has the wand or phone now. */
    boolean isOut(String collector) {
        return desk.custody().stream().anyMatch(held -> held.wand().equals(collector) && held.to() == Long.MAX_VALUE);
    }

    /** The shift of the officer, as their phone shows it. */
    ObjectNode shift(String officer) {
        ShiftSheet.Reader reader = new ShiftSheet.Reader(officer, stamps.now().gatewayTime(), desk.signedBy(officer));
        return sheet().of(reader, desk.judged().rounds()).put("clockTrusted", !doubt.isOn());
    }

    private ShiftSheet sheet() {
        ZoneId zone = book.get().map(now -> now.patrol().zone()).orElse(ZoneOffset.UTC);
        return new ShiftSheet(site(), zone, desk.plan());
    }

    /** Today's rounds, the alarms that nobody has taken and the officers, as the gateway's own page shows them. */
    public ObjectNode today() {
        long now = stamps.now().gatewayTime();
        ShiftSheet sheet = sheet();
        ObjectNode today = WireFormat.JSON
                .mapper()
                .createObjectNode()
                .put("zone", sheet.zone().getId())
                .put("clockTrusted", !doubt.isOn())
                .put("scansWithoutTime", doubt.waiting());
        today.putArray("rounds");
        today.putArray("alarms");
        today.putArray("officers");
        desk.judged().rounds().stream()
                .filter(verdict -> Math.abs(verdict.round().plannedAt() - now) <= HALF_DAY_MILLIS)
                .forEach(verdict -> today.withArray("rounds").add(sheet.round(verdict, now)));
        desk.alarms().forEach(today.withArray("alarms")::add);
        for (Officer officer : desk.plan().officers()) {
            today.withArray("officers").addObject().put("id", officer.id()).put("name", officer.name());
        }
        return today.put("judgedAt", desk.judgedAt());
    }
}
