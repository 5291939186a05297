package io.gatehouse.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
