package io.gatehouse.fleet.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.artifact.Acceptance;
import io.gatehouse.protocol.artifact.Endorsement;
import io.gatehouse.protocol.artifact.MakerKey;
import io.gatehouse.protocol.artifact.Manifest;
import io.gatehouse.protocol.artifact.SignedManifest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Makers that sign the firmware of their own products. A product that is a maker's takes that maker's signature and no other,
 * not even the fleet's. Blocks; any thread.
 */
public final class Makers {

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;

    Makers(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    /** What became of a key that was registered. */
    public sealed interface Registered {

        record Kept(ObjectNode maker) implements Registered {}

        /** @param why in words */
        record Wrong(String why) implements Registered {}

        /** The product is another maker's. */
        record Taken(String product, String maker) implements Registered {}
    }

    /** Registers a maker, or gives it another key or other products; what was signed before keeps its own signature. */
    public Registered put(String id, String name, List<String> products, String keyText, String by) {
        return MakerKey.keyOf(keyText)
                .fold(
                        key -> keep(id, name, products, key.getEncoded(), by),
                        refusal -> new Registered.Wrong(refusal.message()));
    }

    private Registered keep(String id, String name, List<String> products, byte[] key, String by) {
        return jdbi.inTransaction(handle -> {
            // two that want the same product at once come one after the other
            handle.execute("lock table maker in share row exclusive mode");
            for (String product : products) {
                Optional<String> other = ownerOf(product).map(MakerKey::maker).filter(owner -> !owner.equals(id));
                if (other.isPresent()) {
                    return new Registered.Taken(product, other.get());
                }
            }
            handle.createUpdate("""
                            insert into maker (id, name, products, public_key, made_by, made_at)
                            values (:id, :name, :products, :key, :by, :now)
                            on conflict (id) do update set name = :name, products = :products, public_key = :key,
                                made_by = :by, made_at = :now, withdrawn_by = null, withdrawn_at = null
                            """)
                    .bind("id", id)
                    .bind("name", name)
                    .bindArray("products", String.class, products)
                    .bind("key", key)
                    .bind("by", by)
                    .bind("now", now())
                    .execute();
            return new Registered.Kept(handle.createQuery("select * from maker where id = ?")
                    .bind(0, id)
                    .map((row, context) -> json(row))
                    .one());
        });
    }

    /** By their names. */
    public List<ObjectNode> list() {
        return jdbi.withHandle(handle -> handle.createQuery("select * from maker order by name, id")
                .map((row, context) -> json(row))
                .list());
    }

    public Optional<ObjectNode> find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("select * from maker where id = ?")
                .bind(0, id)
                .map((row, context) -> json(row))
                .findOne());
    }

    /** Nothing that it signed is brought or rolled out any more; whether it was in force. */
    public boolean withdraw(String id, String by) {
        return jdbi.withHandle(handle -> handle.execute(
                        "update maker set withdrawn_by = ?, withdrawn_at = ? where id = ? and withdrawn_at is null",
                        by,
                        now(),
                        id)
                == 1);
    }

    /** Whose product it is, if it is a maker's. */
    Optional<MakerKey> ownerOf(String product) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from maker where withdrawn_at is null and :product = any (products)")
                .bind("product", product)
                .map((row, context) -> key(row))
                .findOne());
    }

    /** What the maker signed, with the fleet's word for its key. */
    Decoded<SignedManifest> endorsed(MakerKey maker, byte[] signed) {
        return SignedManifest.read(signed)
                .then(read -> read.openAsMakers(maker)
                        .then((Manifest manifest) -> Decoded.ok(read.with(Endorsement.sign(maker, keys.signing())))));
    }

    private static MakerKey key(ResultSet row) throws SQLException {
        return new MakerKey(row.getString("id"), products(row), row.getBytes("public_key"));
    }

    private static List<String> products(ResultSet row) throws SQLException {
        return Arrays.asList((String[]) row.getArray("products").getArray());
    }

    private static ObjectNode json(ResultSet row) throws SQLException {
        ObjectNode json = Json.object().put("id", row.getString("id")).put("name", row.getString("name"));
        products(row).forEach(json.putArray("products")::add);
        json.put("fingerprint", fingerprint(row.getBytes("public_key")))
                .put("madeBy", row.getString("made_by"))
                .put("madeAt", time(row, "made_at"));
        if (row.getObject("withdrawn_at") != null) {
            json.put("withdrawnBy", row.getString("withdrawn_by")).put("withdrawnAt", time(row, "withdrawn_at"));
        }
        return json;
    }

    /** As {@code openssl pkey -pubin -outform DER | sha256sum} begins. */
    private static String fingerprint(byte[] key) {
        return Acceptance.sha256(key).substring(0, 32);
    }

    private static String time(ResultSet row, String column) throws SQLException {
        return Json.time(row.getObject(column, OffsetDateTime.class).toInstant());
    }

    private OffsetDateTime now() {
        return RolloutRow.time(surroundings.clock().instant());
    }
}
