package io.gatehouse.fleet.bulk;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What a column of a list of devices can be. The first heading of each language is the template's. */
public enum DeviceColumn {
    SERIAL("Serial number", "序列号", "serial", "serialno", "sn", "设备序列号", "出厂编号"),
    KIND("Kind", "类型", "devicekind", "type", "devicetype", "设备类型", "种类"),
    NAME("Name", "名称", "devicename", "设备名称", "点位名称", "点位"),
    BUILDING("Building", "楼栋", "tower", "block", "楼宇", "楼号", "建筑"),
    FLOOR("Floor", "楼层", "level", "层"),
    DOOR("Door", "门", "doorname", "门点", "出入口"),
    DEVICE("Device id", "设备编号", "device", "id", "编号"),
    HEARTBEAT("Heartbeat seconds", "心跳秒数", "heartbeat", "心跳");

    /** Without these two a row says nothing. */
    static final List<DeviceColumn> NEEDED = List.of(SERIAL, KIND);

    private final String english;
    private final String chinese;
    private final List<String> others;

    DeviceColumn(String english, String chinese, String... others) {
        this.english = english;
        this.chinese = chinese;
        this.others = List.of(others);
    }

    String heading(boolean inChinese) {
        return inChinese ? chinese : english;
    }

    private boolean isMeantBy(String heading) {
        String plain = plain(heading);
        return plain.equals(plain(english)) || plain.equals(plain(chinese)) || others.contains(plain);
    }

    /**
     * Which column of the sheet is which.
     *
     * @param said what somebody said of it, which goes before what the headings say
     */
    static Map<DeviceColumn, Integer> find(List<String> headings, Map<DeviceColumn, String> said) {
        Map<DeviceColumn, Integer> found = new EnumMap<>(DeviceColumn.class);
        said.forEach((column, heading) -> IntStream.range(0, headings.size())
                .filter(at -> plain(headings.get(at)).equals(plain(heading)))
                .findFirst()
                .ifPresent(at -> found.put(column, at)));
        for (int i = 0; i < headings.size(); i++) {
            int at = i;
            if (!found.containsValue(at)) {
                Arrays.stream(values())
                        .filter(column -> !said.containsKey(column) && column.isMeantBy(headings.get(at)))
                        .findFirst()
                        .ifPresent(column -> found.putIfAbsent(column, at));
            }
        }
        return found;
    }

    private static String plain(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[\\s_*()（）:：/.-]", "");
    }
}
