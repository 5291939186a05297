package io.gatehouse.fleet.access;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a column of a list of people can be, by the headings that people give it. */
enum ImportColumn {
    ID("id", "personid", "employeeno", "编号", "人员编号", "工号", "学号"),
    NAME("name", "姓名", "名字"),
    TYPE("type", "persontype", "类型", "人员类型", "身份"),
    STATUS("status", "状态", "人员状态"),
    GROUPS("groups", "group", "分组", "组", "部门"),
    VALID_FROM("validfrom", "from", "生效日期", "开始日期", "有效期始", "生效时间"),
    VALID_TO("validto", "to", "until", "失效日期", "结束日期", "有效期至", "有效期止", "失效时间"),
    NUMBER("number", "cardnumber", "cardno", "card", "卡号"),
    CARD_TYPE("cardtype", "credentialtype", "凭证类型", "卡类型"),
    FORMAT("format", "cardformat", "卡格式", "格式"),
    FACILITY("facility", "facilitycode", "区位码", "站点码"),
    PROFILES("profiles", "profile", "accessprofiles", "权限", "权限组");

    private final List<String> headings;

    ImportColumn(String... headings) {
        this.headings = List.of(headings);
    }

    /** Which column of the sheet is which; headings that nobody knows are left out. */
    static Map<ImportColumn, Integer> find(List<String> headings) {
        Map<ImportColumn, Integer> found = new EnumMap<>(ImportColumn.class);
        for (int i = 0; i < headings.size(); i++) {
            String plain = headings.get(i).toLowerCase(Locale.ROOT).replaceAll("[\\s_*()（）:：-]", "");
            int at = i;
            Arrays.stream(values())
                    .filter(column -> column.headings.contains(plain))
                    .findFirst()
                    .ifPresent(column -> found.putIfAbsent(column, at));
        }
        return found;
    }
}
