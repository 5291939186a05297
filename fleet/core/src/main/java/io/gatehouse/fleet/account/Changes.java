package io.gatehouse.fleet.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.audit.AuditKey;
import io.gatehouse.protocol.audit.ChangeChain;
import io.gatehouse.protocol.audit.ChangeVerifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who changed what, as REST shows it and as anybody can check it alone. What is shown is what was sealed. */
public final class Changes {

    private static final int EXPORT_ROWS = 500;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Clock clock;

    public Changes(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Which changes are looked for; nothing means any.
     *
     * @param text part of the action, the target or the reason
     * @param before the number of the last one of the page before
     */
    public record Filter(
            @Nullable String site,
            @Nullable String who,
            @Nullable String text,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Long before,
            int limit,
            Reach reach) {}

    /** A page, newest first. */
    public List<ObjectNode> list(Filter filter) {
        String text = filter.text() == null
                ? null
                : "%" + filter.text().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select record, was_is from audit where seq is not null
                            and (:reach::text is null or site = any (string_to_array(:reach, ',')))
                            and (:site::text is null or site = :site) and (:who::text is null or who = :who)
                            and (:text::text is null or action ilike :text or target ilike :text or reason ilike :text)
                            and (:from::timestamptz is null or at >= :from) and (:to::timestamptz is null or at < :to)
                            and (:before::bigint is null or seq < :before)
                        order by seq desc limit :limit
                        """)
                .bind("reach", filter.reach().text())
                .bind("site", filter.site())
                .bind("who", filter.who())
                .bind("text", text)
                .bind("from", Grants.at(filter.from()))
                .bind("to", Grants.at(filter.to()))
                .bind("before", filter.before())
                .bind("limit", filter.limit())
                .map((row, context) -> shown(row))
                .list());
    }

    private static ObjectNode shown(ResultSet row) throws SQLException {
        ObjectNode json = (ObjectNode) Json.read(row.getString("record"));
        boolean had = json.remove("values") != null;
        String values = row.getString("was_is");
        if (values != null) {
            json.setAll((ObjectNode) Json.read(values));
        } else if (had) {
            json.put("erased", true);
        }
        return json;
    }

    /** Hands over the whole chain as one snapshot, line by line, until the taker says false; whether it took all. */
    public boolean export(Predicate<ObjectNode> taker) {
        return jdbi.inTransaction(handle -> {
            handle.execute("set transaction isolation level repeatable read read only");
            return lines(handle, taker);
        });
    }

    /** Reads the whole chain again and checks it, as an auditor does with the export. */
    public ObjectNode check() {
        ChangeVerifier verifier = new ChangeVerifier(AuditKey.of(keys.verifying()));
        boolean whole = export(line -> {
            verifier.line(line.toString());
            return true;
        });
        ChangeVerifier.Verdict verdict = verifier.finish();
        ObjectNode json = Json.object()
                .put("sound", whole && verdict.isSound())
                .put("records", verdict.records())
                .put("erased", verdict.erased())
                .put("key", AuditKey.of(keys.verifying()).id())
                .put("checkedAt", Json.time(clock.instant()));
        if (verdict.fault() != null) {
            json.put("fault", verdict.fault().name()).put("at", verdict.at());
        }
        return json;
    }

    private boolean lines(Handle handle, Predicate<ObjectNode> taker) {
        AuditKey key = AuditKey.of(keys.verifying());
        boolean more = taker.test(Json.object()
                .put("kind", ChangeChain.EXPORT)
                .put("version", ChangeChain.VERSION)
                .put("exportedAt", Json.time(clock.instant()))
                .put("key", key.text()));
        long records = 0;
        byte[] link = ChangeChain.start();
        try (var rows = handle.createQuery("select * from audit where seq is not null order by seq")
                .setFetchSize(EXPORT_ROWS)
                .map((row, context) -> new Line(row.getBytes("link"), line(row)))
                .iterator()) {
            Iterator<Line> each = rows;
            while (more && each.hasNext()) {
                Line one = each.next();
                more = taker.test(one.json());
                link = one.link();
                records++;
            }
        }
        return more
                && taker.test(Json.object()
                        .put("kind", "head")
                        .put("records", records)
                        .put("signature", base64(ChangeChain.signHead(keys.signing(), link))));
    }

    private record Line(byte[] link, ObjectNode json) {}

    private static ObjectNode line(ResultSet row) throws SQLException {
        ObjectNode line = Json.object()
                .put("kind", "change")
                .put("record", row.getString("record"))
                .put("link", HexFormat.of().formatHex(row.getBytes("link")))
                .put("signature", base64(row.getBytes("signature")));
        String values = row.getString("was_is");
        if (values != null && row.getString("salt") != null) {
            line.put("values", values).put("salt", row.getString("salt"));
        }
        return line;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
