package io.gatehouse.fleet.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which fields each list has. The columns are those of the lists' own statements. Pure. */
public final class Catalogues {

    private static final List<String> KINDS =
            List.of("TURNSTILE", "READER", "DOOR_SENSOR", "CHECKPOINT", "CAMERA", "FIRE_PANEL");
    private static final Map<String, String> KINDS_SAID = Map.of(
            "door",
            "DOOR_SENSOR",
            "闸机",
            "TURNSTILE",
            "读卡器",
            "READER",
            "门",
            "DOOR_SENSOR",
            "门磁",
            "DOOR_SENSOR",
            "巡查点",
            "CHECKPOINT",
            "摄像机",
            "CAMERA",
            "消防",
            "FIRE_PANEL");
    private static final Map<String, String> STATES_SAID =
            Map.of("在线", "ONLINE", "离线", "OFFLINE", "不稳定", "UNSTABLE", "未知", "UNKNOWN", "从未", "NEVER_SEEN");

    /** Devices, as {@code d}; which of them are in a presence, or have a word in their names, is told by whoever asks. */
    public static final Catalogue DEVICES = new Catalogue.Builder("devices")
            .field("type", new FieldKind.Code("d.kind", KINDS, KINDS_SAID), "kind", "类型")
            .field("site", Columns.site("d"), "站点")
            .field("state", new FieldKind.Cases(presence(), STATES_SAID), "presence", "状态")
            .field("seen", new FieldKind.Moment("d.last_heard"), "heard", "上次")
            .field("battery", new FieldKind.Number("d.battery"), "电量")
            .field("fw", new FieldKind.Version(Columns.version("d.firmware")), "firmware", "固件")
            .field("id", new FieldKind.Text(List.of("d.id")), "编号")
            .field("name", new FieldKind.Text(List.of("d.name")), "名称")
            .field("place", new FieldKind.Text(List.of("d.place")), "位置")
            .field("gateway", new FieldKind.Text(List.of("d.gateway")), "网关")
            .field("refused", new FieldKind.Number("d.refused"), "拒收")
            .field("group", new FieldKind.Group(), "分组")
            .words(name -> among(nameOfWord(name)))
            .build();

    /** Events, as {@code e} with the names of their things; people are found by an index of their own. */
    public static final Catalogue EVENTS = new Catalogue.Builder("events")
            .field("type", new FieldKind.Text(List.of("e.type")), "类型")
            .field("site", Columns.site("e"), "站点")
            .field("outcome", new FieldKind.Text(List.of("e.outcome")), "结果")
            .field("reason", new FieldKind.Text(List.of("e.reason")), "原因")
            .field(
                    "class",
                    new FieldKind.Code("e.class", List.of("EVIDENCE", "STATE", "HEALTH", "DIAGNOSTIC"), Map.of()),
                    "类别")
            .field("device", new FieldKind.Text(List.of("e.device", "d.name")), "设备")
            .field("door", new FieldKind.Text(List.of("e.door", "o.name")), "门")
            .field("gateway", new FieldKind.Text(List.of("e.gateway")), "网关")
            .field("person", new FieldKind.Text(List.of("e.person")), "人员")
            .field("at", new FieldKind.Moment("e.fleet_time"), "时间")
            .field("group", new FieldKind.Group(), "分组")
            .words(name -> Columns.words("e.device", "d.name", "e.door", "o.name", "e.person", "e.reason", "e.type")
                            .apply(name)
                    + " or (e.site, e.person) in (select * from unnest(:" + name + "_sites::text[], :" + name
                    + "_people::text[]))")
            .build();

    /** Alarms, as {@code a}. */
    public static final Catalogue ALARMS = new Catalogue.Builder("alarms")
            .field(
                    "severity",
                    new FieldKind.Code(
                            "a.severity",
                            List.of("CRITICAL", "WARNING", "INFO"),
                            Map.of("严重", "CRITICAL", "警告", "WARNING", "提示", "INFO")),
                    "级别")
            .field("kind", new FieldKind.Text(List.of("a.kind")), "种类")
            .field("site", Columns.site("a"), "站点")
            .field("state", new FieldKind.Cases(alarmStates(), Map.of()), "状态")
            .field("owner", new FieldKind.Text(List.of("a.owner")), "负责人")
            .field("device", new FieldKind.Text(List.of("a.device")), "设备")
            .field("gateway", new FieldKind.Text(List.of("a.gateway")), "网关")
            .field("since", new FieldKind.Moment("a.since"), "始于")
            .field("count", new FieldKind.Number("a.count"), "次数")
            .field("level", new FieldKind.Number("a.level"), "升级")
            .field("group", new FieldKind.Group(), "分组")
            .words(Columns.words("a.kind", "a.site", "a.device", "a.gateway", "a.name", "a.owner"))
            .build();

    private static final Map<String, Catalogue> ALL = Map.of(
            DEVICES.list(), DEVICES,
            EVENTS.list(), EVENTS,
            ALARMS.list(), ALARMS,
            GatewayFields.CATALOGUE.list(), GatewayFields.CATALOGUE,
            PeopleFields.CATALOGUE.list(), PeopleFields.CATALOGUE);

    private Catalogues() {}

    public static Optional<Catalogue> of(String list) {
        return Optional.ofNullable(ALL.get(list));
    }

    /** The name under which whoever asks tells which devices, as {@code site/device}, are in a presence. */
    public static String nameOfPresence(String code) {
        return "present" + code.replace("_", "");
    }

    /** The same for those that have the word of this parameter in their names. */
    public static String nameOfWord(String parameter) {
        return parameter + "Worded";
    }

    /** The attribute that says {@code in}, or {@code not in} when the devices are those that are not meant. */
    public static String attributeOf(String name) {
        return "how" + name;
    }

    /**
     * Presence is computed and never stored, and names are looked through in memory: the parameter of this name holds
     * devices as {@code site/device}. In this form PostgreSQL goes through an index when they are few, and hashes them
     * when they are many.
     */
    private static String among(String name) {
        return "d.site || '/' || d.id <" + attributeOf(name) + "> (select unnest(:" + name + "::text[]))";
    }

    /** The condition of a presence. */
    public static String presence(String code) {
        return "(" + presence().getOrDefault(code, "false") + ")";
    }

    private static Map<String, String> presence() {
        Map<String, String> states = new LinkedHashMap<>();
        for (String code : List.of("ONLINE", "OFFLINE", "UNSTABLE", "UNKNOWN", "NEVER_SEEN")) {
            states.put(code, among(nameOfPresence(code)));
        }
        return states;
    }

    private static Map<String, String> alarmStates() {
        Map<String, String> states = new LinkedHashMap<>();
        states.put("ACTIVE", "a.cleared is null");
        states.put("CLEARED", "a.cleared is not null");
        states.put("ACKNOWLEDGED", "a.acknowledged is not null");
        states.put("UNACKNOWLEDGED", "a.acknowledged is null");
        states.put("SHELVED", "a.shelved_until is not null");
        states.put("MASKED", "a.masked_by is not null");
        states.put("CLOSED", "a.closed is not null");
        return states;
    }
}
