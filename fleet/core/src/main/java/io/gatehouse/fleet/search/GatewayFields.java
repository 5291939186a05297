package io.gatehouse.fleet.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of gateways, as {@code g}. Pure. */
public final class GatewayFields {

    /** The parameter that holds since when a gateway that was not heard is silent. */
    public static final String SILENT = "silentSince";

    public static final Catalogue CATALOGUE = new Catalogue.Builder("gateways")
            .field("site", Columns.site("g"), "站点")
            .field(
                    "state",
                    new FieldKind.Cases(states(), Map.of("在线", "ONLINE", "离线", "OFFLINE", "从未", "NEVER_SEEN")),
                    "presence",
                    "状态")
            .field("seen", new FieldKind.Moment("g.last_heard"), "heard", "上次")
            .field("fw", new FieldKind.Version(Columns.version("g.software")), "software", "固件", "版本")
            .field("id", new FieldKind.Text(List.of("g.id")), "编号")
            .field("name", new FieldKind.Text(List.of("g.name")), "名称")
            .field("clock", new FieldKind.Text(List.of("g.clock")), "时钟")
            .field("book", new FieldKind.Cases(books(), Map.of("有效", "CURRENT", "落后", "BEHIND")), "站点册")
            .field(
                    "waiting",
                    new FieldKind.Number("coalesce((select sum(lane.value::bigint)"
                            + " from jsonb_each_text(g.backlog) lane (name, value)), 0)"),
                    "backlog",
                    "积压")
            .field("journal", new FieldKind.Number("g.journal_bytes"), "日志")
            .field("group", new FieldKind.Group(), "分组")
            .words(Columns.words("g.id", "g.name", "g.site"))
            .build();

    private GatewayFields() {}

    private static Map<String, String> states() {
        Map<String, String> states = new LinkedHashMap<>();
        states.put("ONLINE", "g.last_heard >= :" + SILENT);
        states.put("OFFLINE", "g.last_heard < :" + SILENT);
        states.put("NEVER_SEEN", "g.last_heard is null");
        return states;
    }

    /** Whether the rules that are meant for it are those by which it decides. */
    private static Map<String, String> books() {
        String wanted = "coalesce((select max(b.version) from site_book b where b.gateway = g.id), 0)";
        Map<String, String> books = new LinkedHashMap<>();
        books.put("CURRENT", "coalesce(g.site_book_version, 0) >= " + wanted);
        books.put("BEHIND", "coalesce(g.site_book_version, 0) < " + wanted);
        return books;
    }
}
