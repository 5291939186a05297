package io.gatehouse.fleet.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.identity.ShortCode;
import io.gatehouse.protocol.SiteId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What stands on labels, read for printing. Blocks. */
public final class LabelFaces {

    private final Jdbi jdbi;

    public LabelFaces(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Row(LabelSheet.Face face, @Nullable String site) {}

    /** Of devices and of gateways, in the given order; those that are not there, or at a site out of reach, are left out. */
    public List<LabelSheet.Face> of(List<ShortCode> codes, Reach reach, Function<String, String> words) {
        Map<String, Row> found = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select l.code, l.kind, l.serial, l.site, d.name, d.place from label l
                        left join device d on d.site = l.site and d.id = l.device
                        where l.code = any (:codes)
                        union all
                        select l.code, 'GATEWAY', l.serial, l.site, g.name, s.name from gateway_label l
                        join site s on s.id = l.site left join gateway g on g.id = l.gateway
                        where l.code = any (:codes)
                        """)
                .bind("codes", codes.stream().map(ShortCode::text).toArray(String[]::new))
                .map((row, c) -> {
                    String name = row.getString("name");
                    ShortCode code = new ShortCode(row.getString("code"));
                    String called = name == null ? words.apply(row.getString("kind")) : name;
                    return new Row(
                            new LabelSheet.Face(code, called, row.getString("place"), row.getString("serial")),
                            row.getString("site"));
                })
                .forEach(row -> found.put(row.face().code().text(), row)));
        return codes.stream()
                .map(code -> found.get(code.text()))
                .filter(Objects::nonNull)
                .filter(row -> row.site() == null || reach.covers(row.site()))
                .map(Row::face)
                .toList();
    }

    /** The labels that nobody has claimed yet, of a site or of all within reach; the newest first. */
    public List<ObjectNode> free(@Nullable SiteId site, Reach reach, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select l.code, l.kind, l.serial, l.site, l.device, d.name, l.created from label l
                        left join device d on d.site = l.site and d.id = l.device
                        where l.claimed is null and l.retired is null and (:site::text is null or l.site = :site)
                            and (l.site is null or :reach::text is null
                                or l.site = any (string_to_array(:reach, ',')))
                        order by l.created desc, l.code limit :most
                        """)
                .bind("site", site == null ? null : site.value())
                .bind("reach", reach.text())
                .bind("most", most)
                .map((row, c) -> told(row))
                .list());
    }

    private static ObjectNode told(ResultSet row) throws SQLException {
        ShortCode code = new ShortCode(row.getString("code"));
        ObjectNode told = Json.object()
                .put("code", code.text())
                .put("shown", code.shown())
                .put("path", "/c/" + code)
                .put("kind", row.getString("kind"))
                .put("state", "FREE")
                .put(
                        "made",
                        Json.time(row.getObject("created", OffsetDateTime.class).toInstant()));
        for (String name : List.of("serial", "site", "device", "name")) {
            if (row.getString(name) != null) {
                told.put(name, row.getString(name));
            }
        }
        return told;
    }
}
