package io.gatehouse.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBrokerStoreTest extends BrokerStoreContract {

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("sessions.log");
    }

    @Override
    BrokerStore again() {
        return new FileBrokerStore(file());
    }

    @Test
    void wherever_the_end_is_torn_everything_before_it_is_found() throws IOException {
        for (int i = 0; i < 20; i++) {
            store.put("k" + i, bytes("value " + i));
        }
        await(store.settled());
        byte[] whole = Files.readAllBytes(file());
        int frame = whole.length / 20;
        for (int length = whole.length; length >= 0; length -= 23) {
            store.close();
            Files.write(file(), Arrays.copyOf(whole, length));
            store = again();

            assertThat(store.open().size()).isGreaterThanOrEqualTo(length / (frame + 1));
        }
    }

    @Test
    void a_flipped_byte_never_stops_it_and_never_becomes_a_wrong_value() throws IOException {
        Map<String, String> truth = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            truth.put("k" + i, "value " + i);
            store.put("k" + i, bytes("value " + i));
        }
        await(store.settled());
        byte[] whole = Files.readAllBytes(file());
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 60; i++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            store.close();
            Files.write(file(), flipped);

            assertThat(truth).containsAllEntriesOf(reopened());
        }
    }

    @Test
    void outdated_records_do_not_make_the_file_grow_for_ever() throws IOException {
        byte[] large = new byte[32 * 1024];
        for (int i = 0; i < 1_000; i++) {
            store.put("same", large);
            if (i % 50 == 0) {
                await(store.settled());
            }
        }
        await(store.settled());

        assertThat(Files.size(file())).isLessThan(8L << 20);
        assertThat(reopened()).hasSize(1);
    }

    @Test
    void a_rewrite_that_was_cut_off_leaves_the_old_file_in_force() throws IOException {
        store.put("a", bytes("1"));
        await(store.settled());
        Files.write(folder.resolve("sessions.log.new"), bytes("half a file"));

        assertThat(reopened()).isEqualTo(Map.of("a", "1"));
        assertThat(folder.resolve("sessions.log.new")).doesNotExist();
    }

    @Test
    void what_is_found_is_written_once_more_since_an_earlier_sync_may_have_failed() throws IOException {
        store.put("a", bytes("1"));
        await(store.settled());
        store.close();
        FileTime before = FileTime.fromMillis(0);
        Files.setLastModifiedTime(file(), before);

        assertThat(reopened()).isEqualTo(Map.of("a", "1"));
        assertThat(Files.getLastModifiedTime(file())).isGreaterThan(before);
    }
}
