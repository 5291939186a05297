package io.gatehouse.fleet.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.patrol.GuardPhones;
import io.gatehouse.fleet.patrol.Patrol;
import io.gatehouse.fleet.patrol.PatrolReports;
import io.gatehouse.protocol.SiteId;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** Makes reports of rounds as files, of the same answers that the screen shows. Blocks. */
public final class ReportMaker {

    private final Patrol patrol;
    private final Clock clock;

    public ReportMaker(Patrol patrol, Clock clock) {
        this.patrol = patrol;
        this.clock = clock;
    }

    /** How a file is to be. */
    public record Shape(Format format, Wording words) {}

    /** A report of some days. */
    public byte[] period(SiteId site, PatrolReports.Asked asked, Shape shape) {
        return period(site, patrol.reports().of(site, asked), shape);
    }

    /** A report of some days that was answered already. */
    public byte[] period(SiteId site, ObjectNode report, Shape shape) {
        return drawn(site, PeriodPaper.of(report, shape.words), shape);
    }

    /** The report of one round. */
    public byte[] round(SiteId site, ObjectNode round, Shape shape) {
        return drawn(site, RoundPaper.of(round, shape.words), shape);
    }

    private byte[] drawn(SiteId site, Paper paper, Shape shape) {
        Function<String, Optional<byte[]>> photos =
                name -> patrol.phones().photo(site, name).map(GuardPhones.Photo::bytes);
        return new Drawing(paper, photos, clock.instant()).as(shape.format);
    }
}
