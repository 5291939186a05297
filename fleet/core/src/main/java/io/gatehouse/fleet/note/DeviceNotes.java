package io.gatehouse.fleet.note;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.picture.Picture;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The notes of devices. Each has a name that whoever sends it made: sent twice it is kept once. */
public final class DeviceNotes {

    /** Of one device; old ones are there to be deleted. */
    public static final int MOST_NOTES = 500;
    /** Of one device's notes, these may have a photo. */
    public static final int MOST_PHOTOS = 100;

    /** So many in one transaction: photos are large. */
    private static final int TOGETHER = 200;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Clock clock;

    public DeviceNotes(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * A note as it comes.
     *
     * @param words nothing when the photo says it all
     * @param photo or nothing
     */
    public record Note(
            String id, @Nullable String words, @Nullable Picture photo) {}

    /** What became of a note. */
    public enum Kept {
        YES,
        /** It was there already. */
        BEFORE,
        /** The device has {@link #MOST_NOTES} or {@link #MOST_PHOTOS} already. */
        TOO_MANY
    }

    public Kept add(SiteId site, DeviceId device, Note note, String by) {
        return jdbi.inTransaction(handle -> {
            // one after the other at a device, or two would each find the last place free
            handle.execute("select from device where site = ? and id = ? for update", site.value(), device.value());
            if (find(handle, site, device, note.id()).isPresent()) {
                return Kept.BEFORE;
            }
            if (!hasRoom(handle, site, device, note.photo() != null)) {
                return Kept.TOO_MANY;
            }
            insert(handle, site, device, note, by);
            return Kept.YES;
        });
    }

    private static boolean hasRoom(Handle handle, SiteId site, DeviceId device, boolean photo) {
        return handle.createQuery("""
                        select count(*) < :notes and (not :photo or count(photo) < :photos)
                        from device_note where site = :site and device = :device
                        """)
                .bind("site", site.value())
                .bind("device", device.value())
                .bind("photo", photo)
                .bind("notes", MOST_NOTES)
                .bind("photos", MOST_PHOTOS)
                .mapTo(Boolean.class)
                .one();
    }

    private void insert(Handle handle, SiteId site, DeviceId device, Note note, String by) {
        Picture photo = note.photo();
        String words = note.words();
        handle.createUpdate("""
                        insert into device_note (site, id, device, at, by, words, photo, width, height, size)
                        values (:site, :id, :device, :now, :by, :words, :photo, :width, :height, :size)
                        on conflict do nothing
                        """)
                .bind("site", site.value())
                .bind("id", note.id())
                .bind("device", device.value())
                .bind("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .bind("by", by)
                .bind("words", words == null ? null : keys.seal(words))
                .bind("photo", photo == null ? null : keys.sealBytes(photo.bytes()))
                .bind("width", photo == null ? null : Integer.valueOf(photo.width()))
                .bind("height", photo == null ? null : Integer.valueOf(photo.height()))
                .bind("size", photo == null ? 0 : photo.bytes().length)
                .execute();
    }

    /** A device's notes from before a moment, newest first, as REST shows them. */
    public List<ObjectNode> of(SiteId site, DeviceId device, Instant before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, at, by, words, width, height, size, photo_gone from device_note
                        where site = :site and device = :device and at < :before order by at desc, id limit :limit
                        """)
                .bind("site", site.value())
                .bind("device", device.value())
                .bind("before", OffsetDateTime.ofInstant(before, ZoneOffset.UTC))
                .bind("limit", limit)
                .map((row, context) -> json(row))
                .list());
    }

    private ObjectNode json(ResultSet row) throws SQLException {
        ObjectNode note = Json.object()
                .put("id", row.getString("id"))
                .put("at", Json.time(row.getObject("at", OffsetDateTime.class).toInstant()))
                .put("by", row.getString("by"));
        byte[] words = row.getBytes("words");
        if (words != null) {
            note.put("text", keys.unseal(words));
        }
        if (row.getInt("size") > 0) {
            note.putObject("photo")
                    .put("width", row.getInt("width"))
                    .put("height", row.getInt("height"))
                    .put("bytes", row.getInt("size"));
        }
        OffsetDateTime gone = row.getObject("photo_gone", OffsetDateTime.class);
        if (gone != null) {
            note.put("photoGone", Json.time(gone.toInstant()));
        }
        return note;
    }

    /** A note as REST shows it. */
    public Optional<ObjectNode> find(SiteId site, DeviceId device, String note) {
        return jdbi.withHandle(handle -> find(handle, site, device, note));
    }

    private Optional<ObjectNode> find(Handle handle, SiteId site, DeviceId device, String note) {
        return handle.createQuery("""
                        select id, at, by, words, width, height, size, photo_gone from device_note
                        where site = :site and device = :device and id = :id
                        """)
                .bind("site", site.value())
                .bind("device", device.value())
                .bind("id", note)
                .map((row, context) -> json(row))
                .findOne();
    }

    /** The photo of a note, a JPEG. */
    public Optional<byte[]> photo(SiteId site, DeviceId device, String note) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select photo from device_note where site = ? and device = ? and id = ? and photo is not null")
                .bind(0, site.value())
                .bind(1, device.value())
                .bind(2, note)
                .map((row, context) -> keys.unsealBytes(row.getBytes("photo")))
                .findOne());
    }

    /** Deletes photos that are older, for good; their notes stay. Answers how many went. */
    public int forgetPhotos(Duration kept) {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        int all = 0;
        int gone = TOGETHER;
        while (gone == TOGETHER) {
            gone = jdbi.withHandle(handle -> handle.execute(
                    """
                    update device_note set photo = null, width = null, height = null, size = 0, photo_gone = ?
                    where (site, id) in (select site, id from device_note where photo is not null and at < ?
                        order by at limit ? for update skip locked)
                    """, now, now.minus(kept), TOGETHER));
            all += gone;
        }
        return all;
    }

    /** For good; says false when there is none. */
    public boolean delete(SiteId site, DeviceId device, String note) {
        return jdbi.withHandle(handle -> handle.execute(
                        "delete from device_note where site = ? and device = ? and id = ?",
                        site.value(),
                        device.value(),
                        note)
                > 0);
    }
}
