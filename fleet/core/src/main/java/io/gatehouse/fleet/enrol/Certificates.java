package io.gatehouse.fleet.enrol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Which certificates were issued to a device or a gateway. */
public final class Certificates {

    private final Jdbi jdbi;

    public Certificates(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** As REST shows them, newest first. */
    public List<ObjectNode> of(Holder holder) {
        return jdbi.withHandle(handle -> handle.createQuery("select c.serial, c.generation, c.issued, c.ends,"
                        + " c.generation < h.generation as revoked from certificate c join " + holder.table()
                        + " h on h.site = c.site and h.id = c.name"
                        + " where c.site = :site and c.kind = :kind and c.name = :name"
                        + " order by c.issued desc, c.serial limit 100")
                .bind("site", holder.site().value())
                .bind("kind", holder.kind().name())
                .bind("name", holder.name())
                .map((row, context) -> Json.object()
                        .put("serial", row.getString("serial"))
                        .put("generation", row.getInt("generation"))
                        .put("issued", time(row.getObject("issued", OffsetDateTime.class)))
                        .put("ends", time(row.getObject("ends", OffsetDateTime.class)))
                        .put("revoked", row.getBoolean("revoked")))
                .list());
    }

    private static String time(OffsetDateTime at) {
        return Json.time(at.toInstant());
    }
}
