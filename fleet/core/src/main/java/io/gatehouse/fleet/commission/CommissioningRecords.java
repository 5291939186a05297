package io.gatehouse.fleet.commission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.enrol.Once;
import io.gatehouse.fleet.profile.ProfileShelf;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The signed records: who brought a box into service, when, what was checked and with what result. A record is signed by the
 * fleet's key over its bytes as they are kept, behind {@value #TITLE}, so that nothing else signed by that key can pass for
 * one. It decides whether the position is in service.
 */
public final class CommissioningRecords {

    static final String TITLE = "gatehouse commissioning record 1\n";

    private final Jdbi jdbi;
    private final ProfileShelf shelf;
    private final Checklist checklist;
    private final Keys keys;
    private final Clock clock;

    public CommissioningRecords(Jdbi jdbi, ProfileShelf shelf, Checklist checklist, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.shelf = shelf;
        this.checklist = checklist;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Signs what the checklist says now; the same request is one record. Nothing when there is no such position, or no box
     * in it.
     *
     * @param note what the technician has to say, or nothing
     */
    public Optional<ObjectNode> sign(SiteId site, DeviceId id, String request, String by, @Nullable String note) {
        Optional<ObjectNode> list = checklist.look(site, id);
        return jdbi.inTransaction(handle -> {
            Optional<Position> position =
                    Position.find(handle, site, id, true).filter(one -> one.service() != Service.PLANNED);
            if (list.isEmpty() || position.isEmpty()) {
                return Optional.empty();
            }
            Instant now = clock.instant();
            if (Once.first(handle, request, "sign", by, at(now))) {
                keep(handle, position.get(), request, content(handle, position.get(), list.get(), now, by, note));
            }
            return find(handle, site, id, request);
        });
    }

    private ObjectNode content(
            Handle handle, Position position, ObjectNode list, Instant now, String by, @Nullable String note) {
        ObjectNode tally = Tally.of(position.profile(shelf.inForce()), outcomes(list));
        boolean good = tally.path("missing").isEmpty();
        ObjectNode content = Json.object()
                .put("site", position.site().value())
                .put("position", position.id().value())
                .put("name", position.name())
                .put("profile", list.path("profile").asText())
                .put("round", position.round())
                .put("technician", by)
                .put("signedAt", Json.time(now))
                .put("verdict", good ? Service.IN_SERVICE.name() : Service.OUT_OF_SERVICE.name());
        if (note != null) {
            content.put("note", note);
        }
        box(handle, position).ifPresent(box -> content.set("box", box));
        content.set("missing", tally.path("missing"));
        content.set("checks", list.path("checks"));
        content.putArray("photos").addAll(Photos.of(handle, position));
        return content;
    }

    private static Optional<ObjectNode> box(Handle handle, Position position) {
        return handle.createQuery("""
                        select label, serial, put_in from installation
                        where site = :site and device = :device and taken_out is null
                        """)
                .bind("site", position.site().value())
                .bind("device", position.id().value())
                .map((row, context) -> {
                    ObjectNode box = Json.object();
                    Positions.text(box, "label", row, "label");
                    Positions.text(box, "serial", row, "serial");
                    Positions.time(box, "putIn", row, "put_in");
                    return box;
                })
                .findOne();
    }

    private static JsonNode outcomes(ObjectNode list) {
        ObjectNode outcomes = Json.object();
        list.path("checks").forEach(check -> outcomes.set(check.path("key").asText(), check.path("outcome")));
        return outcomes;
    }

    private void keep(Handle handle, Position position, String request, ObjectNode content) {
        byte[] bytes = Json.write(content).getBytes(StandardCharsets.UTF_8);
        handle.createUpdate("""
                        insert into commissioning_record (id, site, device, round, verdict, at, by, content, signature)
                        values (:id, :site, :device, :round, :verdict, :at, :by, :content, :signature)
                        """)
                .bind("id", request)
                .bind("site", position.site().value())
                .bind("device", position.id().value())
                .bind("round", position.round())
                .bind("verdict", content.path("verdict").asText())
                .bind("at", at(Instant.parse(content.path("signedAt").asText())))
                .bind("by", content.path("technician").asText())
                .bind("content", bytes)
                .bind("signature", signature(bytes))
                .execute();
        handle.execute(
                "update device set service = ? where site = ? and id = ?",
                content.path("verdict").asText(),
                position.site().value(),
                position.id().value());
    }

    private byte[] signature(byte[] content) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.signing());
            signature.update(TITLE.getBytes(StandardCharsets.UTF_8));
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the fleet's key cannot sign", e);
        }
    }

    /** The records of a position, newest first, without what they hold. */
    public List<ObjectNode> of(SiteId site, DeviceId id) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, verdict, at, by, round from commissioning_record
                        where site = :site and device = :device order by at desc, id limit 100
                        """)
                .bind("site", site.value())
                .bind("device", id.value())
                .map((row, context) -> {
                    ObjectNode record = Json.object()
                            .put("id", row.getString("id"))
                            .put("verdict", row.getString("verdict"))
                            .put("technician", row.getString("by"))
                            .put("round", row.getInt("round"));
                    Positions.time(record, "signedAt", row, "at");
                    return record;
                })
                .list());
    }

    /** A record with what proves it: {@code content} as it was signed in base64, its signature, and the key. */
    public Optional<ObjectNode> find(SiteId site, DeviceId id, String record) {
        return jdbi.withHandle(handle -> find(handle, site, id, record));
    }

    private Optional<ObjectNode> find(Handle handle, SiteId site, DeviceId id, String record) {
        return handle.createQuery("""
                        select content, signature from commissioning_record
                        where site = :site and device = :device and id = :id
                        """)
                .bind("site", site.value())
                .bind("device", id.value())
                .bind("id", record)
                .map((row, context) -> {
                    byte[] content = row.getBytes("content");
                    ObjectNode shown = Json.object().put("id", record);
                    shown.set("record", Json.read(new String(content, StandardCharsets.UTF_8)));
                    shown.putObject("proof")
                            .put("title", TITLE)
                            .put("content", base64(content))
                            .put("signature", base64(row.getBytes("signature")))
                            .put("key", base64(keys.verifying().getEncoded()));
                    return shown;
                })
                .findOne();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
