package io.gatehouse.fleet.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.artifact.Acceptance;
import io.gatehouse.protocol.artifact.ArtifactPart;
import io.gatehouse.protocol.artifact.Manifest;
import io.gatehouse.protocol.artifact.SignedManifest;
import io.gatehouse.protocol.artifact.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The firmware that the fleet has, each signed with the fleet's key. A version that is there is never replaced by another. */
public final class Artifacts {

    /** Larger ones are no firmware of a door. */
    public static final int MOST_BYTES = 32 * 1024 * 1024;

    private static final String COLUMNS = "sha256, product, version, minimum_version, bytes, signed, made_by, made_at";

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;

    public Artifacts(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    /** What became of an artifact that was brought. */
    public sealed interface Brought {

        record Kept(ObjectNode artifact, boolean made) implements Brought {}

        /** @param why in words */
        record Wrong(String why) implements Brought {}

        /** The version is there with another content. */
        record Taken() implements Brought {}
    }

    /** Signs and keeps it. */
    public Brought bring(String product, String version, String minimum, byte[] content, String by) {
        Optional<Version> parsed = Version.of(version);
        Optional<Version> floor = Version.of(minimum);
        if (parsed.isEmpty() || floor.isEmpty()) {
            return new Brought.Wrong("a version is one to four numbers with dots, such as 2.5.0");
        }
        if (parsed.get().isBelow(floor.get())) {
            return new Brought.Wrong("the minimum version is above the version itself");
        }
        if (content.length == 0 || content.length > MOST_BYTES) {
            return new Brought.Wrong("it has " + content.length + " bytes; 1 to " + MOST_BYTES + " are taken");
        }
        Manifest manifest = new Manifest(product, version, Acceptance.sha256(content), content.length, minimum);
        return keep(manifest, content, by);
    }

    private Brought keep(Manifest manifest, byte[] content, String by) {
        byte[] signed = SignedManifest.sign(manifest, keys.signing()).write();
        int made = jdbi.withHandle(handle -> handle.execute(
                """
                insert into artifact (sha256, product, version, minimum_version, bytes, signed, content, made_by, made_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """,
                manifest.sha256(),
                manifest.product(),
                manifest.version(),
                manifest.minimumVersion(),
                manifest.bytes(),
                signed,
                content,
                by,
                OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC)));
        return find(manifest.product(), manifest.version())
                .filter(kept -> kept.path("sha256").asText().equals(manifest.sha256()))
                .<Brought>map(kept -> new Brought.Kept(kept, made == 1))
                .orElseGet(Brought.Taken::new);
    }

    /** Newest first. */
    public List<ObjectNode> list() {
        return jdbi.withHandle(
                handle -> handle.createQuery("select " + COLUMNS + " from artifact order by made_at desc, sha256")
                        .map((row, context) -> json(row))
                        .list());
    }

    public Optional<ObjectNode> find(String product, String version) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select " + COLUMNS + " from artifact where product = ? and version = ?")
                        .bind(0, product)
                        .bind(1, version)
                        .map((row, context) -> json(row))
                        .findOne());
    }

    public Optional<ObjectNode> bySha256(String sha256) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS + " from artifact where sha256 = ?")
                .bind(0, sha256)
                .map((row, context) -> json(row))
                .findOne());
    }

    /** A part, as a gateway fetches it. */
    public Optional<ArtifactPart> part(String sha256, long from, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select bytes, signed, substring(content from :first for :most) as part from artifact
                        where sha256 = :sha256
                        """)
                .bind("first", (int) Math.min(from, Integer.MAX_VALUE - 1) + 1)
                .bind("most", most)
                .bind("sha256", sha256)
                .map((row, context) -> new ArtifactPart(
                        sha256, row.getLong("bytes"), from, row.getBytes("part"), row.getBytes("signed")))
                .findOne());
    }

    private static ObjectNode json(ResultSet row) throws SQLException {
        return Json.object()
                .put("sha256", row.getString("sha256"))
                .put("product", row.getString("product"))
                .put("version", row.getString("version"))
                .put("minimumVersion", row.getString("minimum_version"))
                .put("bytes", row.getLong("bytes"))
                .put("madeBy", row.getString("made_by"))
                .put(
                        "madeAt",
                        Json.time(row.getObject("made_at", OffsetDateTime.class).toInstant()));
    }

    /** The signed manifest, as devices and gateways check it. */
    Optional<byte[]> signed(String sha256) {
        return jdbi.withHandle(handle -> handle.createQuery("select signed from artifact where sha256 = ?")
                .bind(0, sha256)
                .mapTo(byte[].class)
                .findOne());
    }
}
