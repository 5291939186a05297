package io.gatehouse.fleet.enrol;

import io.gatehouse.fleet.store.Keys;
import io.gatehouse.identity.ShortCode;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.DeviceKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The labels: made in the office, scanned at the door, each claimed once. */
public final class Labels {

    private static final int DEFAULT_HEARTBEAT_SECONDS = 30;
    private static final int SECRET_BYTES = 32;
    private static final String SELECT =
            "select code, kind, serial, site, device, claimed_by, claimed from label where ";

    private final Jdbi jdbi;
    private final Keys keys;
    private final Enrolments enrolments;
    private final Surroundings surroundings;

    public Labels(Jdbi jdbi, Keys keys, Enrolments enrolments, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.enrolments = enrolments;
        this.surroundings = surroundings;
    }

    /** Those of gateways. */
    public GatewayLabels ofGateways() {
        return new GatewayLabels(jdbi, enrolments, surroundings);
    }

    /** Labels for boxes of a kind, for one site or for any. */
    public List<Label> make(int count, DeviceKind kind, @Nullable SiteId site, String by) {
        return jdbi.inTransaction(handle -> {
            List<Label> made = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                made.add(insert(handle, new Label(fresh(), kind, null, site, null, null), by));
            }
            return made;
        });
    }

    /** In these boxes are devices of that model; nothing for the usual one of their kind. */
    public void ofModel(List<Label> labels, @Nullable String profile) {
        jdbi.useHandle(handle -> handle.createUpdate("update label set profile = :profile where code = any(:codes)")
                .bind("profile", profile)
                .bindArray(
                        "codes",
                        String.class,
                        labels.stream().map(label -> label.code().text()).toArray())
                .execute());
    }

    /** The label of a place that is there, made when it has none. Nothing when there is no such place. */
    public Optional<Label> of(SiteId site, DeviceId device, String by) {
        return jdbi.inTransaction(handle -> {
            Optional<String> kind = kindOf(handle, site, device.value());
            Optional<Label> kept = handle.createQuery(SELECT + "site = :site and device = :device")
                    .bind("site", site.value())
                    .bind("device", device.value())
                    .map((row, context) -> label(row))
                    .findOne();
            return kept.isPresent()
                    ? kept
                    : kind.map(found -> insert(
                            handle,
                            new Label(fresh(), DeviceKind.valueOf(found), null, site, device.value(), null),
                            by));
        });
    }

    private ShortCode fresh() {
        return ShortCode.make(surroundings.random());
    }

    private Label insert(Handle handle, Label label, String by) {
        SiteId site = label.site();
        handle.execute(
                "insert into label (code, kind, site, device, created_by, created) values (?, ?, ?, ?, ?, ?)",
                label.code().text(),
                label.kind().name(),
                site == null ? null : site.value(),
                label.device(),
                by,
                now());
        return label;
    }

    public Optional<Label> find(ShortCode code) {
        return jdbi.withHandle(handle -> find(handle, code, ""));
    }

    static Optional<Label> find(Handle handle, ShortCode code, String locking) {
        return handle.createQuery(SELECT + "code = :code" + locking)
                .bind("code", code.text())
                .map((row, context) -> label(row))
                .findOne();
    }

    /** The site must exist. Of many who claim one label one gets it. */
    public Claimed claim(ShortCode code, Claiming wish, String by) {
        return claim(code, wish, by, null);
    }

    /** As above, once for each {@code request}: whoever sends the same again gets the same answer with another token. */
    public Claimed claim(ShortCode code, Claiming wish, String by, @Nullable String request) {
        return jdbi.inTransaction(handle -> {
            Optional<Label> found = find(handle, code, " for update");
            if (found.isEmpty()) {
                return new Claimed.Unknown();
            }
            Label label = found.get();
            SiteId belongs = label.site();
            if (label.claim() != null) {
                return again(handle, label, request, by).orElseGet(() -> new Claimed.Already(label));
            }
            if (belongs != null && !belongs.equals(wish.site())) {
                return new Claimed.WrongSite(belongs);
            }
            // one claim after the other at a site: names and places are looked up before they are taken
            handle.createQuery("select id from site where id = :site for update")
                    .bind("site", wish.site().value())
                    .mapTo(String.class)
                    .one();
            Claimed outcome = claim(handle, label, wish, by);
            if (request != null && outcome instanceof Claimed.Done) {
                Once.first(handle, request, "claim", by, now());
            }
            return outcome;
        });
    }

    /** The answer was lost on the way: the box is theirs, and they get another token. */
    private Optional<Claimed> again(Handle handle, Label label, @Nullable String request, String by) {
        SiteId site = label.site();
        String device = label.device();
        return request != null && site != null && device != null && Once.isDone(handle, request, by)
                ? Optional.of(new Claimed.Done(
                        label,
                        new DeviceId(device),
                        enrolments.offer(handle, Holder.of(site, new DeviceId(device)), by)))
                : Optional.empty();
    }

    private Claimed claim(Handle handle, Label label, Claiming wish, String by) {
        String device = wish.device() != null ? wish.device() : label.device() != null ? label.device() : newId(label);
        Optional<Label> there = handle.createQuery(SELECT + "site = :site and device = :device and claimed is not null")
                .bind("site", wish.site().value())
                .bind("device", device)
                .map((row, context) -> label(row))
                .findOne();
        if (there.isPresent()) {
            return new Claimed.Occupied(new DeviceId(device));
        }
        Optional<DeviceKind> wanted = kindOf(handle, wish.site(), device).map(DeviceKind::valueOf);
        if (wanted.isPresent() && wanted.get() != label.kind()) {
            return new Claimed.WrongKind(new DeviceId(device), wanted.get());
        }
        String name = wish.name();
        if (name != null && isTaken(handle, wish.site(), device, name)) {
            return new Claimed.NameTaken(name);
        }
        place(handle, label.kind(), device, wish);
        // a label that was meant for the place and is still free goes back to the stock
        handle.execute(
                "update label set device = null where site = ? and device = ? and code <> ?",
                wish.site().value(),
                device,
                label.code().text());
        return put(handle, label, wish.site(), device, by);
    }

    /** The box is in the position from now on. Nothing when there is no such position. */
    Optional<Claimed.Done> putIn(Handle handle, Label label, SiteId site, String device, String by) {
        return kindOf(handle, site, device).map(kind -> put(handle, label, site, device, by));
    }

    private Claimed.Done put(Handle handle, Label label, SiteId site, String device, String by) {
        OffsetDateTime now = now();
        handle.execute(
                "update label set site = ?, device = ?, claimed_by = ?, claimed = ? where code = ?",
                site.value(),
                device,
                by,
                now,
                label.code().text());
        new Installations(handle, now).putIn(site, device, label, by);
        Label claimed = new Label(
                label.code(), label.kind(), label.serial(), site, device, new Label.Claim(by, now.toInstant()));
        DeviceId id = new DeviceId(device);
        return new Claimed.Done(claimed, id, enrolments.offer(handle, Holder.of(site, id), by));
    }

    private static String newId(Label label) {
        return (label.kind().name() + "-" + label.code().text())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    private static boolean isTaken(Handle handle, SiteId site, String device, String name) {
        return handle.createQuery(
                        "select exists (select from device where site = :site and id <> :id and lower(name) = lower(:name))")
                .bind("site", site.value())
                .bind("id", device)
                .bind("name", name)
                .mapTo(Boolean.class)
                .one();
    }

    private void place(Handle handle, DeviceKind kind, String device, Claiming wish) {
        String secret = Surroundings.hex(surroundings.random(), SECRET_BYTES);
        handle.createUpdate("""
                        insert into device (site, id, kind, name, place, building, floor, door_name, heartbeat_seconds,
                            secret_sealed)
                        values (:site, :id, :kind, coalesce(:name, :id), :place, :building, :floor, :door, :heartbeat,
                            :secret)
                        on conflict (site, id) do update set name = coalesce(:name, device.name),
                            place = coalesce(:place, device.place), building = coalesce(:building, device.building),
                            floor = coalesce(:floor, device.floor), door_name = coalesce(:door, device.door_name)
                        """)
                .bind("site", wish.site().value())
                .bind("id", device)
                .bind("kind", kind.name())
                .bind("name", wish.name())
                .bind("place", wish.place())
                .bind("building", wish.building())
                .bind("floor", wish.floor())
                .bind("door", wish.door())
                .bind("heartbeat", DEFAULT_HEARTBEAT_SECONDS)
                .bind("secret", keys.seal(secret))
                .execute();
    }

    /**
     * Takes a claim back: what the box holds proves nothing any more, the place stays, and the label can be claimed
     * again. Nothing when it was not claimed.
     */
    public Optional<Label> release(ShortCode code, String by) {
        return jdbi.inTransaction(handle -> {
            Optional<Label> found = find(handle, code, " for update").filter(label -> label.claim() != null);
            found.ifPresent(label -> {
                SiteId site = label.site();
                String device = label.device();
                if (site != null && device != null) {
                    enrolments.revoke(handle, Holder.of(site, new DeviceId(device)));
                    new Installations(handle, now()).takeOut(site, device, by, null);
                }
                handle.execute(
                        "update label set device = null, claimed_by = null, claimed = null, retired = null, retired_by = null"
                                + " where code = ?",
                        code.text());
            });
            return found;
        });
    }

    /** Gives a free label to another site, or to any. Says whether there is such a label that is free. */
    public boolean move(ShortCode code, @Nullable SiteId site) {
        return jdbi.withHandle(handle -> handle.execute(
                        "update label set site = ?, device = null where code = ? and claimed is null",
                        site == null ? null : site.value(),
                        code.text()))
                == 1;
    }

    private static Optional<String> kindOf(Handle handle, SiteId site, String device) {
        return handle.createQuery("select kind from device where site = :site and id = :id for update")
                .bind("site", site.value())
                .bind("id", device)
                .mapTo(String.class)
                .findOne();
    }

    private static Label label(ResultSet row) throws SQLException {
        String site = row.getString("site");
        String by = row.getString("claimed_by");
        return new Label(
                new ShortCode(row.getString("code")),
                DeviceKind.valueOf(row.getString("kind")),
                row.getString("serial"),
                site == null ? null : new SiteId(site),
                row.getString("device"),
                by == null
                        ? null
                        : new Label.Claim(
                                by,
                                row.getObject("claimed", OffsetDateTime.class).toInstant()));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC);
    }
}
