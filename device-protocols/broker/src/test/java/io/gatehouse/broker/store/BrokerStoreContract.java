package io.gatehouse.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each implementation runs these with a place of its own. */
abstract class BrokerStoreContract {

    BrokerStore store = new MemoryBrokerStore();

    /** A store over the same place as before, not opened yet. */
    abstract BrokerStore again();

    @BeforeEach
    void begin() throws IOException {
        store = again();
        assertThat(store.open()).isEmpty();
    }

    @AfterEach
    void end() {
        store.close();
    }

    @Test
    void what_is_settled_is_found_again_and_what_went_is_not() throws IOException {
        store.put("a", bytes("1"));
        store.put("b", bytes("2"));
        store.put("a", bytes("3"));
        store.put("门", bytes(""));
        store.remove("b");
        await(store.settled());

        assertThat(reopened()).isEqualTo(Map.of("a", "3", "门", ""));
    }

    @Test
    void it_may_be_reopened_many_times() throws IOException {
        for (int i = 0; i < 5; i++) {
            store.put("k" + i, bytes("v" + i));
            reopened();
        }

        assertThat(reopened()).hasSize(5);
    }

    @Test
    void asking_without_a_change_completes_too() {
        await(store.settled());
    }

    Map<String, String> reopened() throws IOException {
        store.close();
        store = again();
        Map<String, String> found = new TreeMap<>();
        store.open().forEach((key, value) -> found.put(key, new String(value, StandardCharsets.UTF_8)));
        return found;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void await(Future<Void> future) {
        try {
            future.await(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
