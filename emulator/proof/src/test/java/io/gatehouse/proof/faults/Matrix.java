package io.gatehouse.proof.faults;

import java.util.List;

/** The rows, in the order of the matrix; those of other issues are not here yet. */
final class Matrix {

    static final List<Row> ROWS = List.of(
            Row.ofTheWholeRun("F1", "the uplink is cut", LinkRows::uplinkCut),
            Row.ofTheWholeRun("F2", "the broker between is killed", CentreRows::brokerKilled),
            Row.ofTheWholeRun("F3", "the fleet is killed while it takes in", CentreRows::fleetKilled),
            Row.inLongBuilds("F4", "the gateway is killed while it writes", CrashRows::killed),
            Row.inEveryBuild("F5", "the power fails", PowerRow::cuts),
            Row.ofTheWholeRun("F6", "the disk is full, and freed later", DiskRows::full),
            Row.inEveryBuild("F7", "syncs are slow, and fail", DiskRows::slowAndFailing),
            Row.ofTheWholeRun("F8", "the clock jumps", ClockRow::jumps),
            Row.ofTheWholeRun("F9", "events come twice, in any order, a month late", DeviceRows::repeatedAndLate),
            Row.ofTheWholeRun("F10", "a storm of events", DeviceRows::storm),
            Row.inLongBuilds("F11", "malformed, oversize and mutant payloads", MutantRow::mutants),
            Row.inLongBuilds("F12", "a device wants what is another's", ThiefRow::thief),
            Row.ofTheWholeRun(
                    "F13", "certificates end, are taken back, or are another's", CertificateRow::certificates),
            Row.ofTheWholeRun("F13", "the authority changes, and again while a gateway is away", AuthorityRow::change),
            Row.ofTheWholeRun("F14", "the gateway is killed while it applies what was sent", ApplyRow::killed),
            Row.ofTheWholeRun("F15", "another version's data and messages", VersionRow::versions),
            Row.ofTheWholeRun("F16", "the database is down, slow, silent", CentreRows::databaseDown),
            Row.ofTheWholeRun("F17", "the telemetry store is down, and refuses some", TelemetryRow::influxAway),
            Row.ofTheWholeRun("F18", "a million events come in at once", BacklogRow::replay),
            Row.ofTheWholeRun("F19", "a small heap, for long", MemoryRow::smallHeap),
            Row.inEveryBuild("F20", "bits turn on the disk", BitRotRow::flips),
            Row.ofTheWholeRun("F21", "two gateways are one", CloneRow::cloned),
            Row.ofTheWholeRun("F22", "the line is half-open, or swallows", LinkRows::halfOpen),
            Row.inEveryBuild(
                    "F23", "a patrol phone off line, its clock wrong, a reading played back", PatrolRow::phones));

    private Matrix() {}
}
