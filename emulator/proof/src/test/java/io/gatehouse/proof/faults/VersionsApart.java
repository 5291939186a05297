package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.proof.road.ForkedGateway;
import io.gatehouse.protocol.WireFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * F15's other half: a gateway and a fleet one version apart, each with a backlog. There is one release, so the next one is
 * what it may be by the rules (docs/decisions/0026): its records, its folder and its tables have more in them than ours know.
 */
final class VersionsApart {

    private static final Duration DRAINED = Duration.ofMinutes(5);
    private static final int READERS = 5;

    private VersionsApart() {}

    /** Ours over what the next version left: a gateway's folder and journal, and a fleet's database. */
    static void downgraded(FaultStand stand, int events, Finding.Notes notes) throws Exception {
        Path scratch = stand.folder("f15-back");
        FaultStand.Database database = stand.database("f15back");
        try (ForkedFleet fleet = new ForkedFleet(scratch, database)) {
            fleet.start();
            try (FaultSite site = FaultSite.at(fleet.at(), scratch, "f15b", READERS, Map.of())) {
                site.start();
                site.gateway().stop();
                int layout = ahead(site.gateway());
                Backlog.write(site.gateway().data().resolve("journal"), "f15b", events, READERS, VersionsApart::next);
                site.line().cut();
                site.gateway().start();
                fleet.kill();
                migratedAhead(database);
                fleet.start();
                site.line().mend();
                drained(site);
                long missing = Backlog.missing(site, events);
                String kept = Files.readString(site.gateway().data().resolve("VERSION"))
                        .strip();
                Proof proof = Proof.of(site.fleet().rest(), site.id(), events);
                notes.say(
                                "back one version: of %d events of the next version's gateway %d missing or twice at a fleet"
                                        + " on the next one's tables, %d records proven",
                                events, missing, proof.records())
                        .must(missing == 0, "the next version's backlog is there once")
                        .must(proof.holds(), "the next version's evidence is proven: " + proof.faults())
                        .must(kept.equals(Integer.toString(layout)), "its folder stays its own")
                        .must(isKept(site), "unknown fields of its events survive");
            }
        }
    }

    /** The next version has one layout more. */
    private static int ahead(ForkedGateway gateway) throws Exception {
        Path version = gateway.data().resolve("VERSION");
        int next = Integer.parseInt(Files.readString(version).strip()) + 1;
        Files.writeString(version, next + "\n");
        return next;
    }

    /** A record with fields that nobody here knows, beside what is told and in it. */
    private static byte[] next(byte[] record) {
        ObjectNode tree = WireFormat.CBOR.readObject(record).fold(one -> one, refusal -> {
            throw new IllegalStateException(refusal.message());
        });
        tree.putObject("ofTheNextVersion").put("depth", 2).putArray("list").add("a");
        ((ObjectNode) tree.path("body")).putObject("fromTheFuture").put("depth", 2);
        return WireFormat.CBOR.write(tree);
    }

    /** As a migration of the next version may leave a database: with columns and tables that ours does not know. */
    private static void migratedAhead(FaultStand.Database database) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("alter table event add column of_the_next_version jsonb not null default '{}'");
            statement.execute("alter table gateway add column of_the_next_version text");
            statement.execute("alter table command add column of_the_next_version int not null default 7");
            statement.execute("create table of_the_next_version (id text primary key)");
            statement.execute("""
                    insert into flyway_schema_history (installed_rank, version, description, type, script, checksum,
                        installed_by, execution_time, success)
                    select max(installed_rank) + 1, '90001', 'the next version', 'SQL', 'V90001__next.sql', 1, 'f15', 1, true
                    from flyway_schema_history
                    """);
        }
    }

    private static boolean isKept(FaultSite site) {
        JsonNode items = site.fleet()
                .rest()
                .get("/events?site=" + site.id() + "&type=DoorOpened&limit=1")
                .path("items");
        return items.path(0).path("body").path("fromTheFuture").path("depth").asInt() == 2;
    }

    /** A fleet whose database is too far ahead says so and touches nothing. */
    static void refused(FaultStand stand, Finding.Notes notes) throws Exception {
        Path scratch = stand.folder("f15-far");
        FaultStand.Database database = stand.database("f15far");
        try (ForkedFleet fleet = new ForkedFleet(scratch, database)) {
            fleet.start();
            fleet.kill();
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("update schema_reader set least = least + 1");
            }
            int code = fleet.refused();
            notes.say("a database two versions ahead: exit code %d", code)
                    .must(code == VersionRow.START_REFUSED, "a fleet refuses tables that it cannot read, with 78");
        }
    }

    private static void drained(FaultSite site) {
        Awaitility.await("the backlog is drained")
                .atMost(DRAINED)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> site.isConnected() && site.backlog() == 0);
    }
}
