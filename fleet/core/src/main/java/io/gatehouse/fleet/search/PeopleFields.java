package io.gatehouse.fleet.search;

import java.util.List;
import java.util.Map;

/** The fields of people, as {@code p}. Names are sealed: a word finds people by an index that knows them. Pure. */
public final class PeopleFields {

    public static final Catalogue CATALOGUE = new Catalogue.Builder("people")
            .field(
                    "type",
                    new FieldKind.Code(
                            "p.type",
                            List.of(
                                    "OWNER",
                                    "TENANT",
                                    "FAMILY",
                                    "STAFF",
                                    "GUARD",
                                    "VISITOR",
                                    "CONTRACTOR",
                                    "HOUSEKEEPER",
                                    "COURIER",
                                    "DRIVER",
                                    "TECHNICIAN",
                                    "EMERGENCY"),
                            Map.of(
                                    "业主",
                                    "OWNER",
                                    "租户",
                                    "TENANT",
                                    "家属",
                                    "FAMILY",
                                    "员工",
                                    "STAFF",
                                    "保安",
                                    "GUARD",
                                    "访客",
                                    "VISITOR",
                                    "施工人员",
                                    "CONTRACTOR",
                                    "司机",
                                    "DRIVER")),
                    "kind",
                    "类型")
            .field(
                    "status",
                    new FieldKind.Code(
                            "p.status",
                            List.of("PENDING", "ACTIVE", "SUSPENDED", "MOVED_OUT", "DECEASED", "BLOCKED"),
                            Map.of(
                                    "待确认",
                                    "PENDING",
                                    "在用",
                                    "ACTIVE",
                                    "停用",
                                    "SUSPENDED",
                                    "已搬离",
                                    "MOVED_OUT",
                                    "禁止通行",
                                    "BLOCKED")),
                    "state",
                    "状态")
            .field("name", new FieldKind.Spoken(), "姓名", "名称")
            .field("id", new FieldKind.Text(List.of("p.id")), "编号")
            .field("member", new FieldKind.Named("true", "select one ilike :pattern from unnest(p.groups) one"), "组")
            .field(
                    "cards",
                    new FieldKind.Number("(select count(*) from credential c where c.site = p.site and c.person = p.id"
                            + " and c.state = 'ENABLED')"),
                    "凭证")
            .field(
                    "used",
                    new FieldKind.Moment("(select to_timestamp(max(c.last_used) / 1000.0) from credential c"
                            + " where c.site = p.site and c.person = p.id)"),
                    "seen",
                    "使用")
            .field("group", new FieldKind.Group(), "分组")
            .words(name -> "p.id = any (:" + name + "_people::text[])")
            .build();

    private PeopleFields() {}
}
