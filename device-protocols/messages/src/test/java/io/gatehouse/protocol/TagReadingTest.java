package io.gatehouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.patrol.TagReading;
import org.junit.jupiter.api.Test;

class TagReadingTest {

    @Test
    void a_tag_that_counts_tells_its_number_its_count_and_perhaps_a_signature() {
        assertThat(TagReading.of("04E141124C2880x00002A")).isEqualTo(new TagReading("4E141124C2880", 42L, ""));
        assertThat(TagReading.of(" 04de5f1eacc040x00003dx94eed9ee65337086 "))
                .isEqualTo(new TagReading("4DE5F1EACC040", 61L, "94eed9ee65337086"));
    }

    @Test
    void what_is_written_otherwise_is_a_number_and_no_more() {
        assertThat(TagReading.of("04:a1:b2:01")).isEqualTo(new TagReading("4A1B201", null, ""));
        assertThat(TagReading.of("BOX-1x2").count()).isNull();
        assertThat(TagReading.of("04E141124C2880x00002").count()).isNull();
        assertThat(TagReading.of("04E141124C2880x00002Ax94EE").count()).isNull();
        assertThat(TagReading.of("").number()).isEmpty();
    }
}
