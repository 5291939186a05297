package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFiltersTest {

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b, true", "a/+, a/b, true", "a/+, a/b/c, false", "a/#, a, true", "a/#, a/b/c, true", "#, a/b, true",
        "+, a/b, false", "+/+, /a, true", "+, '', true", "#, $SYS/x, false", "+/x, $SYS/x, false",
                "$SYS/#, $SYS/x, true",
        "a/b, a/B, false", "a//b, a//b, true", "a/+/b, a//b, true"
    })
    void filters_match_as_the_standard_says(String filter, String topic, boolean matches) {
        assertThat(TopicFilters.matches(filter, topic)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/#/b", "a#", "a+/b", "a/b+", "##"})
    void wildcards_in_the_middle_of_a_level_are_no_filters(String filter) {
        assertThat(TopicFilters.isValidFilter(filter)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$share/g", "$share//t", "$share/g/", "$share/g+/t"})
    void a_broken_share_is_no_subscription(String text) {
        assertThat(Subscription.parse(text, 1, false, false, 0)).isNull();
    }
}
