package io.gatehouse.fleet.access;

import java.util.Locale;
import java.util.Map;

/**
 * Names as they are typed without a Chinese keyboard: 张三 is found by {@code zhangsan} and by {@code zs}. Safe from any
 * thread.
 *
 * @param whole the name in pinyin without tones and spaces, other letters in lower case
 * @param initials the first letter of each character or word
 */
record Pinyin(String whole, String initials) {

    /** Characters that sound otherwise as a family name; two characters stand before one. */
    private static final Map<String, String> FAMILY = Map.ofEntries(
            Map.entry("尉迟", "yu chi"),
            Map.entry("长孙", "zhang sun"),
            Map.entry("万俟", "mo qi"),
            Map.entry("单于", "chan yu"),
            Map.entry("澹台", "tan tai"),
            Map.entry("单", "shan"),
            Map.entry("曾", "zeng"),
            Map.entry("解", "xie"),
            Map.entry("仇", "qiu"),
            Map.entry("区", "ou"),
            Map.entry("查", "zha"),
            Map.entry("朴", "piao"),
            Map.entry("覃", "qin"),
            Map.entry("翟", "zhai"),
            Map.entry("缪", "miao"),
            Map.entry("盖", "ge"),
            Map.entry("员", "yun"),
            Map.entry("尹", "yin"),
            Map.entry("乐", "yue"),
            Map.entry("召", "shao"),
            Map.entry("繁", "po"),
            Map.entry("种", "chong"),
            Map.entry("重", "chong"),
            Map.entry("黑", "he"),
            Map.entry("宓", "fu"),
            Map.entry("冼", "xian"),
            Map.entry("洗", "xian"),
            Map.entry("秘", "bi"),
            Map.entry("逄", "pang"),
            Map.entry("褶", "xi"));

    private static final int HAN_FIRST = 0x2E80;

    static Pinyin of(String name) {
        StringBuilder spoken = new StringBuilder();
        String rest = name.strip();
        for (int length = 2; length >= 1; length--) {
            String family = rest.length() > length ? FAMILY.get(rest.substring(0, length)) : null;
            if (family != null) {
                spoken.append(family).append(' ');
                rest = rest.substring(length);
                break;
            }
        }
        spoken.append(rest.chars().anyMatch(c -> c >= HAN_FIRST || c > 127) ? Syllables.of(rest) : plain(rest));
        String words = spoken.toString().strip();
        StringBuilder initials = new StringBuilder();
        for (String word : words.split(" +")) {
            if (!word.isEmpty()) {
                initials.append(word.charAt(0));
            }
        }
        return new Pinyin(words.replace(" ", ""), initials.toString());
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 ]", "");
    }
}
