package io.gatehouse.fleet.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is typed into a search box, read, and turned into SQL; no database. */
class QuestionTest {

    private static final Instant NOW = Instant.parse("2026-11-26T04:00:00Z");

    @Test
    void nothing_asks_for_everything() {
        assertThat(done("  ").sql()).isEqualTo("true");
    }

    @Test
    void a_word_and_a_field_side_by_side_are_both_meant() {
        Condition condition = done("东门 battery:<20");

        assertThat(condition.sql())
                .isEqualTo(
                        "((d.site || '/' || d.id <howasked0Worded> (select unnest(:asked0Worded::text[]))) and d.battery < :asked1)");
        assertThat(condition.values()).isEqualTo(Map.of("asked0", "%东门%", "asked1", 20.0));
    }

    @Test
    void or_binds_less_than_side_by_side_and_parentheses_most() {
        assertThat(done("battery:<1 battery:<2 or battery:<3").sql())
                .isEqualTo("((d.battery < :asked0 and d.battery < :asked1) or d.battery < :asked2)");
        assertThat(done("battery:<1 (battery:<2 或 battery:<3)").sql())
                .isEqualTo("(d.battery < :asked0 and (d.battery < :asked1 or d.battery < :asked2))");
    }

    @Test
    void a_minus_or_not_turns_round_and_what_is_unknown_counts_as_not() {
        assertThat(done("-battery:<20").sql()).isEqualTo("not coalesce(d.battery < :asked0, false)");
        assertThat(done("not battery:<20").sql())
                .isEqualTo(done("非 battery:<20").sql());
        assertThat(done("gate-1").values()).containsValue("%gate-1%");
    }

    @Test
    void quotes_keep_words_and_colons_together() {
        assertThat(done("\"East gate: 1\"").values()).containsValue("%east gate: 1%");
        assertThat(done("name:\"East gate\"").values()).containsValue("east gate");
    }

    @Test
    void a_code_may_be_begun_or_said_in_chinese_and_several_have_commas() {
        assertThat(done("type:door").values()).containsValue("DOOR_SENSOR");
        assertThat(done("类型：闸机,cam").values().values()).containsExactlyInAnyOrder("TURNSTILE", "CAMERA");
        assertThat(done("type:door-sensor").values()).containsValue("DOOR_SENSOR");
    }

    @Test
    void an_age_compares_the_other_way_round_than_its_moment() {
        assertThat(done("seen:>1h").sql()).isEqualTo("d.last_heard < :asked0");
        assertThat(done("seen:>1h").values()).containsValue(OffsetDateTime.parse("2026-11-26T03:00:00Z"));
        assertThat(done("seen:<7天").sql()).isEqualTo("d.last_heard > :asked0");
        assertThat(done("seen:2h").sql()).isEqualTo("d.last_heard >= :asked0");
    }

    @Test
    void a_day_begins_where_whoever_asks_is() {
        Compiler.Ground ground = new Compiler.Ground(NOW, ZoneId.of("Asia/Shanghai"), name -> Optional.empty());

        Condition.Made made = Compiler.compile(Catalogues.DEVICES, "seen:2026-11-01", ground);

        assertThat(((Condition.Made.Done) made).condition().values().values())
                .containsExactlyInAnyOrder(
                        OffsetDateTime.parse("2026-10-31T16:00:00Z"), OffsetDateTime.parse("2026-11-01T16:00:00Z"));
    }

    @Test
    void versions_compare_number_by_number() {
        assertThat(done("fw:<2.4").sql()).endsWith("::int[] < (:asked0)::int[]");
        assertThat(done("fw:>=v2.10.1").values()).containsValue("{2,10,1}");
    }

    @Test
    void what_is_typed_is_never_part_of_the_statement() {
        String evil = "x'; drop table device; --";

        Condition condition = done("\"" + evil + "\" name:\"" + evil + "\"");

        assertThat(condition.sql()).doesNotContain("drop");
        assertThat(condition.values()).containsValues("%" + evil + "%", evil);
        assertThat(done("name:50%_*").values()).containsValue("50\\%\\_%");
    }

    @Test
    void what_cannot_be_read_says_where() {
        assertThat(fault("site:x colour:red"))
                .extracting(Fault::code, Fault::at, Fault::length)
                .containsExactly("FIELD_UNKNOWN", 7, 6);
        assertThat(fault("type:sofa").message())
                .isEqualTo("'sofa' is none of the values of this field (at character 6).");
        assertThat(fault("type:camera,sofa").at()).isEqualTo(12);
        assertThat(fault("type:sofa").known()).contains("door-sensor", "turnstile");
        assertThat(fault("battery:low").code()).isEqualTo("NOT_A_NUMBER");
        assertThat(fault("seen:>soon").code()).isEqualTo("NOT_A_TIME");
        assertThat(fault("name:<b").code()).isEqualTo("NOT_COMPARABLE");
        assertThat(fault("name:\"b").code()).isEqualTo("QUOTE_OPEN");
        assertThat(fault("(a b").code()).isEqualTo("PARENTHESIS");
        assertThat(fault("a) b").code()).isEqualTo("PARENTHESIS");
        assertThat(fault("a or").code()).isEqualTo("NOTHING_AFTER");
        assertThat(fault("a -").code()).isEqualTo("NOTHING_AFTER");
        assertThat(fault("type:").code()).isEqualTo("VALUE_MISSING");
        assertThat(fault("(".repeat(200) + "a" + ")".repeat(200)).code()).isEqualTo("TOO_LONG");
    }

    @Test
    void a_group_is_its_question_and_not_itself() {
        Map<String, String> saved = Map.of("old", "fw:<2 or group:weak", "weak", "battery:<20", "round", "group:round");
        Compiler.Ground ground =
                new Compiler.Ground(NOW, ZoneId.of("UTC"), name -> Optional.ofNullable(saved.get(name)));

        Condition.Made made = Compiler.compile(Catalogues.DEVICES, "type:camera group:old", ground);
        Condition.Made turns = Compiler.compile(Catalogues.DEVICES, "group:round", ground);
        Condition.Made none = Compiler.compile(Catalogues.DEVICES, "group:nobody", ground);

        assertThat(((Condition.Made.Done) made).condition().sql())
                .contains("d.battery <")
                .contains("::int[] <");
        assertThat(((Condition.Made.Refused) turns).fault().code()).isEqualTo("GROUP_TURNS");
        assertThat(((Condition.Made.Refused) none).fault().code()).isEqualTo("GROUP_UNKNOWN");
    }

    @Test
    void while_one_types_fields_and_then_their_values_are_offered() {
        assertThat(texts("ba", 2)).containsExactly("battery:");
        assertThat(texts("电", 1)).containsExactly("battery:");
        assertThat(texts("x type:ca", 9)).containsExactly("camera");
        assertThat(texts("type:camera,tu", 14)).containsExactly("turnstile");
        Suggestion one = Suggestion.of(Catalogues.DEVICES, "-sta", 4).get(0);
        assertThat(one).isEqualTo(new Suggestion("state:", "FIELD", 1, 4));
    }

    private static List<String> texts(String typed, int at) {
        return Suggestion.of(Catalogues.DEVICES, typed, at).stream()
                .map(Suggestion::text)
                .toList();
    }

    private static Condition done(String question) {
        Condition.Made made = Compiler.compile(Catalogues.DEVICES, question, Compiler.Ground.at(NOW));
        assertThat(made).as(question).isInstanceOf(Condition.Made.Done.class);
        return ((Condition.Made.Done) made).condition();
    }

    private static Fault fault(String question) {
        Condition.Made made = Compiler.compile(Catalogues.DEVICES, question, Compiler.Ground.at(NOW));
        assertThat(made).as(question).isInstanceOf(Condition.Made.Refused.class);
        return ((Condition.Made.Refused) made).fault();
    }
}
