package io.gatehouse.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.Urgency;
import io.gatehouse.protocol.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every journal does; each implementation's test is made from this. */
abstract class JournalContract {

    protected Journal journal = new InMemoryJournal("00");

    abstract Journal open() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        journal = open();
    }

    @AfterEach
    void end() {
        journal.close();
    }

    @Test
    void each_lane_counts_from_1_without_holes() {
        assertThat(append(Lane.EVIDENCE, "a")).isEqualTo(1);
        assertThat(append(Lane.EVIDENCE, "b")).isEqualTo(2);
        assertThat(append(Lane.TELEMETRY, "c")).isEqualTo(1);

        assertThat(journal.newest(Lane.EVIDENCE)).isEqualTo(2);
        assertThat(journal.log(Lane.EVIDENCE)).isNotEqualTo(journal.log(Lane.TELEMETRY));
        assertThat(journal.gaps()).isEmpty();
    }

    @Test
    void a_new_log_is_empty() {
        assertThat(journal.newest(Lane.EVIDENCE)).isZero();
        assertThat(journal.oldest(Lane.EVIDENCE)).isEqualTo(1);
        assertThat(journal.read(Lane.EVIDENCE, 1, 10, 1000).isEmpty()).isTrue();
    }

    @Test
    void what_was_written_is_read_within_the_limits() {
        for (String text : List.of("one", "two", "three", "four")) {
            append(Lane.EVIDENCE, text);
        }

        assertThat(texts(2, 10, 1000)).containsExactly("two", "three", "four");
        assertThat(texts(1, 2, 1000)).containsExactly("one", "two");
        assertThat(texts(1, 10, 7)).containsExactly("one", "two");
        assertThat(texts(3, 10, 1)).as("at least one, however large").containsExactly("three");
        assertThat(texts(5, 10, 1000)).isEmpty();
    }

    @Test
    void a_record_of_the_greatest_size_fits_and_a_larger_one_is_refused() {
        byte[] great = new byte[WireFormat.MAX_JOURNAL_RECORD];

        assertThat(journal.append(Lane.EVIDENCE, great).join()).isEqualTo(1);
        assertThatThrownBy(() -> journal.append(Lane.EVIDENCE, new byte[great.length + 1])
                        .join())
                .hasCauseInstanceOf(JournalRefusal.class);
        assertThat(append(Lane.EVIDENCE, "next")).isEqualTo(2);
    }

    @Test
    void what_is_released_need_not_be_there_and_the_rest_is() {
        for (int i = 1; i <= 100; i++) {
            append(Lane.EVIDENCE, "record " + i);
        }

        journal.release(Lane.EVIDENCE, 60);

        Awaitility.await().until(() -> journal.oldest(Lane.EVIDENCE) > 1);
        assertThat(journal.oldest(Lane.EVIDENCE)).isBetween(2L, 61L);
        long next = 61;
        while (next <= 100) {
            Journal.Stretch rest = journal.read(Lane.EVIDENCE, next, 100, 100_000);
            assertThat(rest.first()).isEqualTo(next);
            assertThat(rest.isEmpty()).isFalse();
            next = rest.last() + 1;
        }
        assertThat(append(Lane.EVIDENCE, "more")).isEqualTo(101);
    }

    @Test
    void the_next_records_of_an_urgency_are_found_as_far_as_they_stand_in_a_row() {
        for (Urgency urgency :
                List.of(Urgency.ACCESS, Urgency.ALARM, Urgency.ALARM, Urgency.PATROL, Urgency.ACCESS, Urgency.ALARM)) {
            journal.append(Lane.EVIDENCE, urgency, new byte[20]).join();
        }

        assertThat(journal.find(Lane.EVIDENCE, Urgency.ALARM, 1, 6)).isEqualTo(new Journal.Run(2, 3));
        assertThat(journal.find(Lane.EVIDENCE, Urgency.ALARM, 3, 6)).isEqualTo(new Journal.Run(3, 3));
        assertThat(journal.find(Lane.EVIDENCE, Urgency.ALARM, 1, 2)).isEqualTo(new Journal.Run(2, 2));
        assertThat(journal.find(Lane.EVIDENCE, Urgency.ALARM, 4, 6)).isEqualTo(new Journal.Run(6, 6));
        assertThat(journal.find(Lane.EVIDENCE, Urgency.ALARM, 4, 5)).isNull();
        assertThat(journal.find(Lane.EVIDENCE, Urgency.CONFIGURATION, 1, 6)).isNull();
        assertThat(journal.find(Lane.TELEMETRY, Urgency.ALARM, 1, 6)).isNull();
    }

    @Test
    void a_record_that_says_nothing_of_itself_counts_as_its_lane_does() {
        append(Lane.EVIDENCE, "a");
        append(Lane.TELEMETRY, "b");

        assertThat(journal.find(Lane.EVIDENCE, Urgency.ACCESS, 1, 1)).isEqualTo(new Journal.Run(1, 1));
        assertThat(journal.find(Lane.TELEMETRY, Urgency.TELEMETRY, 1, 1)).isEqualTo(new Journal.Run(1, 1));
    }

    @Test
    void many_callers_get_a_number_each_and_every_record_is_where_its_number_says() {
        List<CompletableFuture<Long>> written = IntStream.range(0, 3_000)
                .mapToObj(i -> journal.append(Lane.EVIDENCE, ("record " + i).getBytes(StandardCharsets.UTF_8)))
                .toList();

        for (int i = 0; i < written.size(); i++) {
            assertThat(texts(written.get(i).join(), 1, 1000)).containsExactly("record " + i);
        }
        assertThat(written.stream().map(CompletableFuture::join).distinct().count())
                .isEqualTo(journal.newest(Lane.EVIDENCE));
    }

    @Test
    void records_that_come_together_stand_together_in_their_order() {
        append(Lane.EVIDENCE, "before");

        CompletableFuture<Journal.Run> together = journal.append(Lane.EVIDENCE, entries("a", "b", "c"));

        assertThat(together.join()).isEqualTo(new Journal.Run(2, 4));
        assertThat(append(Lane.EVIDENCE, "after")).isEqualTo(5);
        assertThat(append(Lane.TELEMETRY, "elsewhere")).isEqualTo(1);
        assertThat(texts(1, 10, 1000)).containsExactly("before", "a", "b", "c", "after");
        assertThat(journal.find(Lane.EVIDENCE, Urgency.ALARM, 1, 5)).isEqualTo(new Journal.Run(2, 4));
    }

    @Test
    void of_records_that_come_together_none_is_kept_when_they_are_too_large_or_too_many() {
        JournalEntry tooLarge = new JournalEntry(Urgency.ALARM, new byte[WireFormat.MAX_JOURNAL_RECORD + 1]);
        JournalEntry great = new JournalEntry(Urgency.ALARM, new byte[WireFormat.MAX_JOURNAL_RECORD]);
        JournalEntry small = new JournalEntry(Urgency.ALARM, new byte[1]);

        for (List<JournalEntry> refused : List.of(
                List.of(small, tooLarge),
                Collections.nCopies(9, great),
                Collections.nCopies(Journal.MAX_TOGETHER + 1, small))) {
            assertThatThrownBy(() -> journal.append(Lane.EVIDENCE, refused).join())
                    .hasCauseInstanceOf(JournalRefusal.class);
        }
        assertThat(journal.append(Lane.EVIDENCE, Collections.nCopies(8, great)).join())
                .isEqualTo(new Journal.Run(1, 8));
        assertThat(journal.append(Lane.EVIDENCE, Collections.nCopies(Journal.MAX_TOGETHER, small))
                        .join())
                .isEqualTo(new Journal.Run(9, 8 + Journal.MAX_TOGETHER));
    }

    private static List<JournalEntry> entries(String... texts) {
        return Arrays.stream(texts)
                .map(text -> new JournalEntry(Urgency.ALARM, text.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    @Test
    void what_was_appended_before_closing_is_answered() {
        CompletableFuture<Long> last = journal.append(Lane.EVIDENCE, new byte[10]);

        journal.close();

        assertThat(last).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(1L);
    }

    @Test
    void a_closed_journal_refuses() {
        journal.close();

        assertThatThrownBy(() -> journal.append(Lane.EVIDENCE, new byte[1]).get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(JournalRefusal.class);
    }

    protected long append(Lane lane, String text) {
        return journal.append(lane, text.getBytes(StandardCharsets.UTF_8)).join();
    }

    protected List<String> texts(long from, int maxRecords, int maxBytes) {
        return journal.read(Lane.EVIDENCE, from, maxRecords, maxBytes).records().stream()
                .map(record -> new String(record, StandardCharsets.UTF_8))
                .toList();
    }
}
