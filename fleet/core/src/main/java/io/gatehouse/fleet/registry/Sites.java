package io.gatehouse.fleet.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.SiteId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The sites. */
public final class Sites {

    private final Jdbi jdbi;

    public Sites(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Makes or changes a site. The time zone must be an IANA name; the caller has checked it. */
    public void put(SiteId site, String name, String timeZone) {
        jdbi.useHandle(handle -> handle.execute("""
                insert into site (id, name, time_zone) values (?, ?, ?)
                on conflict (id) do update set name = excluded.name, time_zone = excluded.time_zone
                """, site.value(), name, timeZone));
    }

    public boolean exists(SiteId site) {
        return find(site).isPresent();
    }

    /** As REST shows it. */
    public Optional<ObjectNode> find(SiteId site) {
        return list().stream()
                .filter(one -> one.path("id").asText().equals(site.value()))
                .findFirst();
    }

    public List<ObjectNode> list() {
        return list(Reach.all());
    }

    public List<ObjectNode> list(Reach reach) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select s.id, s.name, s.time_zone,
                            (select count(*) from gateway g where g.site = s.id) as gateways,
                            (select count(*) from device d where d.site = s.id) as devices,
                            (select coalesce(max(b.version), 0) from site_book b join gateway g on g.id = b.gateway
                                where g.site = s.id) as version
                        from site s where (:reach::text is null or s.id = any (string_to_array(:reach, ',')))
                        order by s.name
                        """)
                .bind("reach", reach.text())
                .map((row, context) -> Json.object()
                        .put("id", row.getString("id"))
                        .put("name", row.getString("name"))
                        .put("timeZone", row.getString("time_zone"))
                        .put("gateways", row.getLong("gateways"))
                        .put("devices", row.getLong("devices"))
                        .put("siteBookVersion", row.getLong("version")))
                .list());
    }
}
