package io.gatehouse.fleet.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.artifact.Acceptance;
import io.gatehouse.protocol.artifact.ArtifactPart;
import io.gatehouse.protocol.artifact.MakerKey;
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
import org.jspecify.annotations.Nullable;

/**
 * The firmware that the fleet has, each signed with the fleet's key or by the maker whose product it is. A version that is there
 * is never replaced by another.
 */
public final class Artifacts {

    /** Larger ones are no firmware of a door. */
    public static final int MOST_BYTES = 32 * 1024 * 1024;

    private static final String SELECT = """
            select a.sha256, a.product, a.version, a.minimum_version, a.bytes, a.made_by, a.made_at, a.maker,
                m.withdrawn_at is not null as withdrawn,
                (select count(*) from artifact_fetch f where f.sha256 = a.sha256) as gateways
            from artifact a left join maker m on m.id = a.maker
            """;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;
    private final ArtifactFetches fetches;
    private final Makers makers;

    public Artifacts(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
        this.fetches = new ArtifactFetches(jdbi, surroundings.clock());
        this.makers = new Makers(jdbi, keys, surroundings);
    }

    /** Who else signs. */
    public Makers makers() {
        return makers;
    }

    /** Where they are. */
    public ArtifactFetches fetches() {
        return fetches;
    }

    /** What became of an artifact that was brought. */
    public sealed interface Brought {

        record Kept(ObjectNode artifact, boolean made) implements Brought {}

        /** @param why in words */
        record Wrong(String why) implements Brought {}

        /** The version is there with another content. */
        record Taken() implements Brought {}
    }

    /** Signs and keeps it; of a maker's product only what the maker signed is kept. */
    public Brought bring(String product, String version, String minimum, byte[] content, String by) {
        return bring(product, version, minimum, content, null, by);
    }

    /** @param makers the manifest as the maker signed it, or nothing when the fleet is to sign */
    public Brought bring(
            String product, String version, String minimum, byte[] content, byte @Nullable [] makers, String by) {
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
        Optional<MakerKey> owner = this.makers.ownerOf(product);
        if (owner.isEmpty()) {
            return makers == null
                    ? keep(manifest, new Sealed(SignedManifest.sign(manifest, keys.signing()), null), content, by)
                    : new Brought.Wrong(product + " is no maker's: register the maker's key first");
        }
        MakerKey maker = owner.get();
        if (makers == null) {
            return new Brought.Wrong(product + " is signed by " + maker.maker() + ": its signed manifest is missing");
        }
        return this.makers
                .endorsed(maker, makers)
                .then(signed -> signed.open(keys.verifying())
                        .then(said -> said.equals(manifest)
                                ? Decoded.ok(signed)
                                : Decoded.malformed(
                                        RefusalCode.OUT_OF_RANGE, "the maker signed something else: " + said)))
                .fold(
                        signed -> keep(manifest, new Sealed(signed, maker.maker()), content, by),
                        refusal -> new Brought.Wrong(refusal.message()));
    }

    /** Who signed it, or nothing for the fleet. */
    private record Sealed(SignedManifest signed, @Nullable String maker) {}

    private Brought keep(Manifest manifest, Sealed sealed, byte[] content, String by) {
        int made = jdbi.withHandle(handle -> handle.execute(
                """
                insert into artifact (sha256, product, version, minimum_version, bytes, signed, maker, content, made_by,
                    made_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """,
                manifest.sha256(),
                manifest.product(),
                manifest.version(),
                manifest.minimumVersion(),
                manifest.bytes(),
                sealed.signed().write(),
                sealed.maker(),
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
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " order by a.made_at desc, a.sha256")
                .map((row, context) -> json(row))
                .list());
    }

    public Optional<ObjectNode> find(String product, String version) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " where a.product = ? and a.version = ?")
                .bind(0, product)
                .bind(1, version)
                .map((row, context) -> json(row))
                .findOne());
    }

    public Optional<ObjectNode> bySha256(String sha256) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " where a.sha256 = ?")
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
        ObjectNode json = Json.object()
                .put("sha256", row.getString("sha256"))
                .put("product", row.getString("product"))
                .put("version", row.getString("version"))
                .put("minimumVersion", row.getString("minimum_version"))
                .put("bytes", row.getLong("bytes"))
                .put("madeBy", row.getString("made_by"))
                .put(
                        "madeAt",
                        Json.time(row.getObject("made_at", OffsetDateTime.class).toInstant()))
                .put("gateways", row.getLong("gateways"));
        if (row.getString("maker") != null) {
            json.put("maker", row.getString("maker")).put("withdrawn", row.getBoolean("withdrawn"));
        }
        return json;
    }

    /** The signed manifest, as devices and gateways check it. */
    Optional<byte[]> signed(String sha256) {
        return jdbi.withHandle(handle -> handle.createQuery("select signed from artifact where sha256 = ?")
                .bind(0, sha256)
                .mapTo(byte[].class)
                .findOne());
    }
}
