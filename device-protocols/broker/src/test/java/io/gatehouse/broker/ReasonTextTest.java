package io.gatehouse.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReasonTextTest {

    @Test
    void a_reason_that_quotes_what_a_client_sent_stays_a_string_that_clients_take() {
        assertThat(Properties5.sayable("no such field '\u0000\u0007\ud800\uffff'"))
                .isEqualTo("no such field '????'");
        assertThat(Properties5.sayable("门 gate \ud83d\udeaa")).isEqualTo("门 gate \ud83d\udeaa");
    }
}
