package io.gatehouse.protocol.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReaderFeedbackTest {

    private static final Path CONTRACT = Path.of("../../docs/device-protocol.md");

    /** Name, light, beeps. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| [^|]+ \\| ([^|]+) \\| ([0-9-]) \\|$");

    @Test
    void the_contract_for_makers_has_the_light_and_the_beeps_of_each_feedback() throws IOException {
        Matcher rows = ROW.matcher(Files.readString(CONTRACT));
        List<ReaderFeedback> told = new ArrayList<>();
        while (rows.find()) {
            ReaderFeedback feedback = ReaderFeedback.valueOf(rows.group(1));
            told.add(feedback);
            assertThat(rows.group(2)).as(feedback.name()).startsWith(light(feedback.signal()));
            assertThat(rows.group(3).replace("-", "0"))
                    .as(feedback.name())
                    .isEqualTo(Integer.toString(feedback.signal().beeps()));
        }

        assertThat(told).hasSize(12).doesNotHaveDuplicates();
    }

    private static String light(ReaderFeedback.Signal signal) {
        String colour = signal.colour().name().toLowerCase(Locale.ROOT);
        return signal.onTenths() == 0 ? colour : colour + ", 0." + signal.onTenths() + " s";
    }

    @Test
    void colours_have_the_numbers_of_an_osdp_light() {
        assertThat(ReaderFeedback.Colour.values())
                .extracting(Enum::name)
                .containsExactly("OFF", "RED", "GREEN", "AMBER", "BLUE", "MAGENTA", "CYAN", "WHITE");
    }

    @Test
    void a_reason_that_this_version_does_not_know_is_another_one() {
        assertThat(ReasonCode.named("DENY_RULE")).isEqualTo(ReasonCode.DENY_RULE);
        assertThat(ReasonCode.named("FROM_THE_NEXT_VERSION")).isEqualTo(ReasonCode.OTHER);
    }
}
