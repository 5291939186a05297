package io.gatehouse.fleet.enrol;

import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.identity.ShortCode;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
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

/**
 * The labels of gateways: made by an administrator for a site, scanned where the box hangs, each adopted once. Making one is
 * the leave to adopt a gateway there (docs/decisions/0023). Blocks; any thread.
 */
public final class GatewayLabels {

    private static final int SECRET_BYTES = 24;
    private static final String SELECT =
            "select code, site, serial, gateway, adopted_by, adopted from gateway_label where ";

    private final Jdbi jdbi;
    private final Enrolments enrolments;
    private final Surroundings surroundings;

    public GatewayLabels(Jdbi jdbi, Enrolments enrolments, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.enrolments = enrolments;
        this.surroundings = surroundings;
    }

    /** Labels for boxes that become new gateways of the site, which must exist. */
    public List<GatewayLabel> make(int count, SiteId site, String by) {
        return jdbi.inTransaction(handle -> {
            List<GatewayLabel> made = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                made.add(insert(handle, site, null, by));
            }
            return made;
        });
    }

    /** The label of a gateway that is there, made when it has none. Nothing when there is no such gateway. */
    public Optional<GatewayLabel> of(GatewayId gateway, String by) {
        return jdbi.inTransaction(handle -> {
            Optional<String> site = handle.createQuery("select site from gateway where id = ? for update")
                    .bind(0, gateway.value())
                    .mapTo(String.class)
                    .findOne();
            Optional<GatewayLabel> kept = handle.createQuery(SELECT + "gateway = ?")
                    .bind(0, gateway.value())
                    .map((row, context) -> label(row))
                    .findOne();
            return kept.isPresent() ? kept : site.map(found -> insert(handle, new SiteId(found), gateway.value(), by));
        });
    }

    private GatewayLabel insert(Handle handle, SiteId site, @Nullable String gateway, String by) {
        ShortCode code = ShortCode.make(surroundings.random());
        handle.execute(
                "insert into gateway_label (code, site, gateway, created_by, created) values (?, ?, ?, ?, ?)",
                code.text(),
                site.value(),
                gateway,
                by,
                now());
        return new GatewayLabel(code, site, null, gateway, null);
    }

    public Optional<GatewayLabel> find(ShortCode code) {
        return jdbi.withHandle(handle -> find(handle, code, ""));
    }

    private static Optional<GatewayLabel> find(Handle handle, ShortCode code, String locking) {
        return handle.createQuery(SELECT + "code = ?" + locking)
                .bind(0, code.text())
                .map((row, context) -> label(row))
                .findOne();
    }

    /** Those that nobody adopted, of a site or of all within reach; the newest first. */
    public List<GatewayLabel> free(@Nullable SiteId site, Reach reach, int most) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + """
                        adopted is null and (:site::text is null or site = :site)
                            and (:reach::text is null or site = any (string_to_array(:reach, ',')))
                        order by created desc, code limit :most
                        """)
                .bind("site", site == null ? null : site.value())
                .bind("reach", reach.text())
                .bind("most", most)
                .map((row, context) -> label(row))
                .list());
    }

    /**
     * Takes the gateway in at the label's site. Of many who adopt one label one gets it.
     *
     * @param id what it is to be called by everything; nothing for one after its label
     * @param name what people call it
     */
    public Adopted adopt(ShortCode code, @Nullable GatewayId id, String name, String by) {
        return jdbi.inTransaction(handle -> {
            Optional<GatewayLabel> found = find(handle, code, " for update");
            if (found.isEmpty()) {
                return new Adopted.Unknown();
            }
            GatewayLabel label = found.get();
            return label.adopted() == null ? adopt(handle, label, id, name, by) : new Adopted.Already(label);
        });
    }

    private Adopted adopt(Handle handle, GatewayLabel label, @Nullable GatewayId id, String name, String by) {
        String meant = label.gateway();
        GatewayId gateway = meant != null ? new GatewayId(meant) : id != null ? id : newId(label);
        // its secret is told to nobody: it proves itself with the certificate that the token brings
        int made = handle.execute(
                "insert into gateway (id, site, name, secret_hash) values (?, ?, ?, ?) on conflict (id) do nothing",
                gateway.value(),
                label.site().value(),
                name,
                Hashes.sha256(Surroundings.hex(surroundings.random(), SECRET_BYTES)));
        if (made == 0 && (meant == null || !isAt(handle, gateway, label.site()))) {
            return new Adopted.IdTaken(gateway);
        }
        OffsetDateTime now = now();
        handle.execute(
                "update gateway_label set gateway = ?, adopted_by = ?, adopted = ? where code = ?",
                gateway.value(),
                by,
                now,
                label.code().text());
        GatewayLabel adopted = new GatewayLabel(
                label.code(), label.site(), label.serial(), gateway.value(), new Label.Claim(by, now.toInstant()));
        return new Adopted.Done(adopted, gateway, enrolments.offer(handle, Holder.of(label.site(), gateway), by));
    }

    private static boolean isAt(Handle handle, GatewayId gateway, SiteId site) {
        return handle.createQuery("select exists (select from gateway where id = ? and site = ?)")
                .bind(0, gateway.value())
                .bind(1, site.value())
                .mapTo(Boolean.class)
                .one();
    }

    private static GatewayId newId(GatewayLabel label) {
        return new GatewayId("gateway-" + label.code().text().toLowerCase(Locale.ROOT));
    }

    private static GatewayLabel label(ResultSet row) throws SQLException {
        String by = row.getString("adopted_by");
        return new GatewayLabel(
                new ShortCode(row.getString("code")),
                new SiteId(row.getString("site")),
                row.getString("serial"),
                row.getString("gateway"),
                by == null
                        ? null
                        : new Label.Claim(
                                by,
                                row.getObject("adopted", OffsetDateTime.class).toInstant()));
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC);
    }
}
