package io.gatehouse.proof.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.profile.ProfileReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What device makers are told to send is shown to people in words, not as a code. */
class DocumentedWordsTest {

    private static final Pattern CODE = Pattern.compile("`([A-Za-z_]+)`");

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void every_fault_and_every_measurement_of_the_protocol_has_words(String language) throws IOException {
        String page = ProjectFiles.read("docs/device-protocol.md");
        Map<?, ?> words = WireFormat.JSON
                .mapper()
                .readValue(
                        ProjectFiles.read("fleet/web-kit/src/main/resources/web-kit/i18n/" + language + ".json")
                                .getBytes(StandardCharsets.UTF_8),
                        Map.class);

        List<String> faults = codes(page, "`fault`: ");
        List<String> metrics = codes(page, "Names that every console page knows: ");

        assertThat(faults)
                .hasSize(7)
                .allSatisfy(fault -> assertThat(words.get("fault." + fault)).isNotNull());
        assertThat(metrics)
                .hasSize(7)
                .allSatisfy(name -> assertThat(words.get("metric." + name)).isNotNull());
    }

    @Test
    void the_example_of_a_device_profile_is_one() throws IOException {
        String page = ProjectFiles.read("docs/device-protocol.md");
        int start = page.indexOf("```yaml\n") + "```yaml\n".length();

        ProfileReading reading = ProfileReading.of(page.substring(start, page.indexOf("```", start)));

        assertThat(reading).isInstanceOf(ProfileReading.Good.class);
    }

    /** The codes on the page's line behind those words. */
    private static List<String> codes(String page, String behind) {
        int start = page.indexOf(behind) + behind.length();
        String line = page.substring(start, page.indexOf('\n', start)).split("\\. ", 2)[0];
        return CODE.matcher(line)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }
}
