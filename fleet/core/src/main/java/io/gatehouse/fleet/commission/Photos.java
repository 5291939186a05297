package io.gatehouse.fleet.commission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Photos of installations. Each has a name that the phone made: sent twice it is kept once. */
public final class Photos {

    /** Of one box; a phone that sends more has gone wrong. */
    private static final int MOST_OF_BOX = 40;

    private final Jdbi jdbi;

    public Photos(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A photo as it comes from a phone.
     *
     * @param id made by the phone
     * @param check the check that it shows, or nothing
     * @param media {@code image/jpeg}, {@code image/png} or {@code image/webp}
     */
    public record Photo(String id, @Nullable String check, String media, byte[] bytes, Instant taken) {}

    /** What became of a photo. */
    public enum Kept {
        YES,
        NO_POSITION,
        /** The bytes are no image of the kind that they are said to be. */
        NO_IMAGE,
        /** There is no room for more of this box. */
        TOO_MANY
    }

    public Kept add(SiteId site, DeviceId id, Photo photo, String by) {
        return jdbi.inTransaction(handle -> {
            Optional<Position> position = Position.find(handle, site, id, true);
            if (position.isEmpty()) {
                return Kept.NO_POSITION;
            }
            return insert(handle, position.get(), photo, by);
        });
    }

    /** The position must be locked. */
    static Kept insert(Handle handle, Position position, Photo photo, String by) {
        if (!isImage(photo)) {
            return Kept.NO_IMAGE;
        }
        List<ObjectNode> there = of(handle, position);
        if (there.stream().anyMatch(one -> one.path("id").asText().equals(photo.id()))) {
            return Kept.YES;
        }
        if (there.size() >= MOST_OF_BOX) {
            return Kept.TOO_MANY;
        }
        handle.createUpdate("""
                        insert into photo (id, site, device, round, check_key, media, bytes, sha256, taken, by)
                        values (:id, :site, :device, :round, :check, :media, :bytes, :sha256, :taken, :by)
                        on conflict do nothing
                        """)
                .bind("id", photo.id())
                .bind("site", position.site().value())
                .bind("device", position.id().value())
                .bind("round", position.round())
                .bind("check", photo.check())
                .bind("media", photo.media())
                .bind("bytes", photo.bytes())
                .bind("sha256", Hashes.sha256(photo.bytes()))
                .bind("taken", OffsetDateTime.ofInstant(photo.taken(), ZoneOffset.UTC))
                .bind("by", by)
                .execute();
        return Kept.YES;
    }

    /** By the first bytes: what is served as an image must not be a page. */
    private static boolean isImage(Photo photo) {
        byte[] bytes = photo.bytes();
        return bytes.length > 12
                && switch (photo.media()) {
                    case "image/jpeg" -> at(bytes, 0, 0xff, 0xd8, 0xff);
                    case "image/png" -> at(bytes, 0, 0x89, 'P', 'N', 'G');
                    case "image/webp" -> at(bytes, 0, 'R', 'I', 'F', 'F') && at(bytes, 8, 'W', 'E', 'B', 'P');
                    default -> false;
                };
    }

    private static boolean at(byte[] bytes, int from, int... wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if ((bytes[from + i] & 0xff) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** Those of the box that is in the position, as REST shows them. */
    public List<ObjectNode> list(SiteId site, DeviceId id) {
        return jdbi.withHandle(handle -> Position.find(handle, site, id, false)
                .map(position -> of(handle, position))
                .orElse(List.of()));
    }

    static List<ObjectNode> of(Handle handle, Position position) {
        return handle.createQuery("""
                        select id, check_key, media, sha256, taken, by from photo
                        where site = :site and device = :device and round = :round order by taken, id
                        """)
                .bind("site", position.site().value())
                .bind("device", position.id().value())
                .bind("round", position.round())
                .map((row, context) -> {
                    ObjectNode photo = Json.object()
                            .put("id", row.getString("id"))
                            .put("media", row.getString("media"))
                            .put("sha256", row.getString("sha256"))
                            .put("by", row.getString("by"));
                    Positions.time(photo, "taken", row, "taken");
                    Positions.text(photo, "check", row, "check_key");
                    return photo;
                })
                .list();
    }

    /** An image as it came. */
    public record Image(String media, byte[] bytes) {}

    public Optional<Image> image(SiteId site, DeviceId id, String photo) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select media, bytes from photo where site = :site and device = :device and id = :id")
                .bind("site", site.value())
                .bind("device", id.value())
                .bind("id", photo)
                .map((row, context) -> new Image(row.getString("media"), row.getBytes("bytes")))
                .findOne());
    }
}
