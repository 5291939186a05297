package io.gatehouse.broker;

import static io.gatehouse.broker.BrokerStand.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that is cut off, or has said goodbye, often has more on its way already. */
class BehindTheEndTest {

    private static final byte[] PINGREQ = {(byte) 0xC0, 0};
    private static final byte[] DISCONNECT = {(byte) 0xE0, 0};

    private final BrokerStand stand = new BrokerStand();

    @AfterEach
    void close() {
        stand.close();
    }

    @Test
    void what_comes_after_a_client_was_cut_off_is_not_heard_and_throws_nothing() throws IOException {
        try (RawClient raw = new RawClient(stand.broker.port()).gather()) {
            raw.connect("a", true);
            raw.publish("private/b", "not its own", 1, 1, false);
            raw.publish("t", "too late", 1, 2, false);
            raw.bytes(PINGREQ);
            raw.flush();

            assertThat(raw.read()).isEqualTo(RawClient.CONNACK);
            assertThat(raw.read()).isEqualTo(-1);
        }

        assertThat(stand.foreign).containsExactly("a private/b");
        nothingElseCame(1);
    }

    @Test
    void what_comes_after_a_goodbye_is_not_heard() throws IOException {
        try (RawClient raw = new RawClient(stand.broker.port()).gather()) {
            raw.connect("a", true);
            raw.bytes(DISCONNECT);
            raw.publish("t", "too late", 1, 2, false);
            raw.bytes(PINGREQ);
            raw.flush();

            assertThat(raw.read()).isEqualTo(RawClient.CONNACK);
            assertThat(raw.read()).isEqualTo(-1);
        }

        nothingElseCame(1);
    }

    @Test
    void what_comes_after_a_refused_connect_never_gets_so_far() throws IOException {
        stand.door = attempt -> Future.succeededFuture(new SignIn.Refused("no"));

        try (RawClient raw = new RawClient(stand.broker.port()).gather()) {
            raw.connect("a", true);
            raw.publish("t", "too soon", 1, 1, false);
            raw.bytes(PINGREQ);
            raw.flush();

            assertThat(raw.read()).isEqualTo(RawClient.CONNACK);
            assertThat(raw.read()).isEqualTo(-1);
        }

        nothingElseCame(0);
    }

    private void nothingElseCame(int unheard) {
        await().atMost(SOON).until(() -> stand.counts().connections() == 0);
        assertThat(stand.counts().unheard()).isEqualTo(unheard);
        assertThat(stand.taken).isEmpty();
        assertThat(stand.thrown).isEmpty();
    }
}
