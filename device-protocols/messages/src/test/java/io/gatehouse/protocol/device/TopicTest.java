package io.gatehouse.protocol.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.DeviceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {

    @Test
    void reads_what_it_writes() {
        Topic topic = new Topic(new DeviceId("gate-1"), Topic.Channel.EVENT);

        assertThat(topic).hasToString("gh/v1/gate-1/event");
        assertThat(Topic.parse("gh/v1/gate-1/event")).contains(topic);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gh/v1/gate-1",
                "gh/v1//event",
                "gh/v1/gate-1/Event",
                "gh/v1/gate-1/event/",
                "gh/v1/+/event",
                "gh/v2/gate-1/event",
                "gh/v1/gate-1/door/event",
                "",
                "$SYS/x"
            })
    void knows_no_other_topics(String text) {
        assertThat(Topic.parse(text)).isEmpty();
    }
}
