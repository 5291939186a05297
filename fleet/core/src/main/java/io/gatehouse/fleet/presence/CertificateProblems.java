package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * Devices and gateways whose newest certificate ends soon: they renew by themselves long before, so somebody has to look at
 * the ones that did not. Blocks.
 */
final class CertificateProblems {

    /** Long enough to go there, and later than anything that works has renewed. */
    static final Duration SOON = Duration.ofDays(30);

    private final Jdbi jdbi;

    CertificateProblems(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    List<ObjectNode> of(Instant now, Reach reach) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select c.kind, c.site, c.name, c.ends, coalesce(d.name, g.name) as shown, d.place, d.gateway as through
                        from certificate c
                            left join device d on c.kind = 'DEVICE' and d.site = c.site and d.id = c.name
                            left join gateway g on c.kind = 'GATEWAY' and g.site = c.site and g.id = c.name
                        where c.ends < :soon and c.generation >= coalesce(d.generation, g.generation)
                            and not exists (select from certificate n where n.site = c.site and n.kind = c.kind
                                and n.name = c.name and n.ends > c.ends)
                            and (:reach::text is null or c.site = any (string_to_array(:reach, ',')))
                        order by c.ends limit 500
                        """)
                .bind("soon", OffsetDateTime.ofInstant(now.plus(SOON), ZoneOffset.UTC))
                .bind("reach", reach.text())
                .map((row, context) -> item(row))
                .list());
    }

    private static ObjectNode item(ResultSet row) throws SQLException {
        Instant ends = row.getObject("ends", OffsetDateTime.class).toInstant();
        String site = row.getString("site");
        String name = row.getString("name");
        boolean ofGateway = row.getString("kind").equals("GATEWAY");
        ObjectNode thing = Json.object()
                .put("site", site)
                .put("name", row.getString("shown"))
                .put("place", row.getString("place") == null ? "" : row.getString("place"))
                .put("since", Json.time(ends.minus(SOON)));
        ObjectNode item = Overview.item("CERTIFICATE_ENDING", site + "/" + name, thing);
        item.put(ofGateway ? "gateway" : "device", name)
                .put("action", ofGateway ? "/gateways" : "/devices/" + site + "/" + name)
                .put("advice", "attention.CERTIFICATE_ENDING.advice");
        if (row.getString("through") != null) {
            item.put("through", row.getString("through"));
        }
        ((ObjectNode) item.path("params"))
                .put("day", LocalDate.ofInstant(ends, ZoneOffset.UTC).toString());
        return item;
    }
}
