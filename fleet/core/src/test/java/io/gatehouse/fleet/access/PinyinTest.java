package io.gatehouse.fleet.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PinyinTest {

    @Test
    void a_chinese_name_is_spoken_without_tones_and_spaces() {
        assertThat(Pinyin.of("张三")).isEqualTo(new Pinyin("zhangsan", "zs"));
        assertThat(Pinyin.of("吕布")).isEqualTo(new Pinyin("lubu", "lb"));
    }

    @Test
    void family_names_sound_as_families_say_them() {
        assertThat(Pinyin.of("单雄信").whole()).startsWith("shan");
        assertThat(Pinyin.of("曾国藩").whole()).startsWith("zeng");
        assertThat(Pinyin.of("尉迟恭")).isEqualTo(new Pinyin("yuchigong", "ycg"));
    }

    @Test
    void other_names_are_found_by_their_letters() {
        assertThat(Pinyin.of("Zoë Baker")).isEqualTo(new Pinyin("zoebaker", "zb"));
        assertThat(Pinyin.of("3号楼 李四").initials()).endsWith("ls");
        assertThat(Pinyin.of("…").whole()).isEmpty();
    }
}
