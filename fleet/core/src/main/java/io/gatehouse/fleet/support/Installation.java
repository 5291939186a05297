package io.gatehouse.fleet.support;

import io.gatehouse.fleet.authority.Authorities;
import io.gatehouse.fleet.diagnosis.Check;
import io.gatehouse.fleet.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Asks the installation how it is: one question after the other, each with what was measured. Blocks. */
public final class Installation {

    private static final Duration SOON = Duration.ofDays(30);
    private static final int FULL_PERCENT = 95;
    private static final int FILLING_PERCENT = 85;
    private static final long FAR_MILLIS = 2_000;
    private static final long SLOW_MILLIS = 500;

    /** What is asked about. */
    public enum Subject {
        DATABASE,
        DISK,
        CERTIFICATE,
        AUTHORITY,
        KEYS,
        CLOCK,
        GATEWAYS,
        VERSIONS
    }

    /**
     * What is asked.
     *
     * @param data the data folder
     * @param certificate what the listeners show, in PEM
     */
    public record Parts(Jdbi jdbi, Authorities authorities, Path data, Path certificate, String version) {}

    private final Parts parts;
    private final Clock clock;

    public Installation(Parts parts, Clock clock) {
        this.parts = parts;
        this.clock = clock;
    }

    public List<Check> examine() {
        return List.of(database(), disk(), certificate(), authority(), keys(), databaseClock(), gateways(), versions());
    }

    private Check database() {
        long begin = System.nanoTime();
        try {
            Map<String, String> facts = parts.jdbi()
                    .withHandle(handle -> handle.createQuery("""
                                    select version() as version, pg_size_pretty(pg_database_size(current_database())) as size,
                                        (select max(version::int) from flyway_schema_history where success
                                            and version is not null)::text as schema
                                    """)
                            .map((row, c) -> facts(
                                    "version", row.getString("version").split(" \\(|, ")[0],
                                    "size", row.getString("size"),
                                    "schema", row.getString("schema")))
                            .one());
            long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            facts.put("millis", Long.toString(millis));
            return millis > SLOW_MILLIS
                    ? Check.doubtful(Subject.DATABASE, "DATABASE_SLOW", facts)
                    : Check.good(Subject.DATABASE, "DATABASE_ANSWERS", facts);
        } catch (JdbiException e) {
            return Check.bad(Subject.DATABASE, "DATABASE_DOWN", Map.of());
        }
    }

    private Check disk() {
        try {
            FileStore store = Files.getFileStore(parts.data());
            long all = store.getTotalSpace();
            long free = store.getUsableSpace();
            long used = all == 0 ? 0 : 100 - 100 * free / all;
            Map<String, String> facts =
                    facts("percent", Long.toString(used), "freeMegabytes", Long.toString(free / 1_000_000));
            return used >= FULL_PERCENT
                    ? Check.bad(Subject.DISK, "DISK_FULL", facts)
                    : used >= FILLING_PERCENT
                            ? Check.doubtful(Subject.DISK, "DISK_FILLING", facts)
                            : Check.good(Subject.DISK, "DISK_ROOMY", facts);
        } catch (IOException e) {
            return Check.unknown(Subject.DISK, "DISK_UNTOLD");
        }
    }

    private Check certificate() {
        try (InputStream in = Files.newInputStream(parts.certificate())) {
            return ends(Subject.CERTIFICATE, "LISTENER", (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in));
        } catch (IOException | CertificateException e) {
            return Check.unknown(Subject.CERTIFICATE, "CERTIFICATE_UNREADABLE");
        }
    }

    private Check authority() {
        return ends(
                Subject.AUTHORITY, "AUTHORITY", parts.authorities().issuing().certificate());
    }

    private Check ends(Subject subject, String code, X509Certificate shown) {
        Instant end = shown.getNotAfter().toInstant();
        Map<String, String> facts = facts("at", Json.time(end));
        Instant now = clock.instant();
        if (now.isAfter(end)) {
            return Check.bad(subject, code + "_OVER", facts);
        }
        return now.isAfter(end.minus(SOON))
                ? Check.doubtful(subject, code + "_ENDS", facts)
                : Check.good(subject, code + "_VALID", facts);
    }

    /** Keys that others on this machine may read are nobody's keys any more. */
    private Check keys() {
        try (Stream<Path> files = Files.walk(parts.data().resolve("keys"))) {
            List<String> open = files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".pub")
                            && !file.toString().endsWith(".crt"))
                    .filter(Installation::isOpen)
                    .map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
            return open.isEmpty()
                    ? Check.good(Subject.KEYS, "KEYS_PRIVATE", Map.of())
                    : Check.bad(Subject.KEYS, "KEYS_READABLE", facts("files", String.join(", ", open)));
        } catch (IOException e) {
            return Check.unknown(Subject.KEYS, "KEYS_UNTOLD");
        }
    }

    private static boolean isOpen(Path file) {
        try {
            Set<PosixFilePermission> may = Files.getPosixFilePermissions(file);
            return may.contains(PosixFilePermission.GROUP_READ) || may.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            // a file system without such rights says nothing of them
            return false;
        }
    }

    private Check databaseClock() {
        try {
            Instant there = parts.jdbi()
                    .withHandle(handle -> handle.createQuery("select clock_timestamp()")
                            .mapTo(OffsetDateTime.class)
                            .one())
                    .toInstant();
            long millis = Duration.between(clock.instant(), there).toMillis();
            Map<String, String> facts = facts("millis", Long.toString(millis));
            return Math.abs(millis) > FAR_MILLIS
                    ? Check.doubtful(Subject.CLOCK, "DATABASE_CLOCK_OFF", facts)
                    : Check.good(Subject.CLOCK, "DATABASE_CLOCK_RIGHT", facts);
        } catch (JdbiException e) {
            return Check.unknown(Subject.CLOCK, "CLOCK_UNTOLD");
        }
    }

    private Check gateways() {
        try {
            Map<String, String> facts = parts.jdbi()
                    .withHandle(handle -> handle.createQuery("""
                                    select count(*) as every,
                                        count(*) filter (where last_heard is null or last_heard < :late) as silent,
                                        count(*) filter (where clock = 'UNTRUSTED') as clocks from gateway
                                    """)
                            .bind(
                                    "late",
                                    OffsetDateTime.ofInstant(
                                            clock.instant().minusSeconds(15), java.time.ZoneOffset.UTC))
                            .map((row, c) -> facts(
                                    "all", row.getString("every"),
                                    "silent", row.getString("silent"),
                                    "clocks", row.getString("clocks")))
                            .one());
            boolean well = "0".equals(facts.get("silent")) && "0".equals(facts.get("clocks"));
            return well
                    ? Check.good(Subject.GATEWAYS, "GATEWAYS_HEARD", facts)
                    : Check.doubtful(Subject.GATEWAYS, "GATEWAYS_MISSING", facts);
        } catch (JdbiException e) {
            return Check.unknown(Subject.GATEWAYS, "GATEWAYS_UNTOLD");
        }
    }

    private Check versions() {
        try {
            List<String> other = parts
                    .jdbi()
                    .withHandle(handle -> handle.createQuery(
                                    "select distinct software from gateway where software is not null order by 1")
                            .mapTo(String.class)
                            .list())
                    .stream()
                    .filter(version -> !version.contains(parts.version()))
                    .toList();
            Map<String, String> facts = facts("version", parts.version());
            if (other.isEmpty()) {
                return Check.good(Subject.VERSIONS, "VERSIONS_SAME", facts);
            }
            facts.put("others", String.join(", ", other));
            return Check.doubtful(Subject.VERSIONS, "VERSIONS_DIFFER", facts);
        } catch (JdbiException e) {
            return Check.unknown(Subject.VERSIONS, "VERSIONS_UNTOLD");
        }
    }

    private static Map<String, String> facts(String... namesAndValues) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            facts.put(namesAndValues[i], String.valueOf(namesAndValues[i + 1]));
        }
        return facts;
    }
}
