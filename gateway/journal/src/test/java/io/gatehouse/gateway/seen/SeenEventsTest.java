package io.gatehouse.gateway.seen;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.journal.InMemoryJournal;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenEventsTest {

    private static final DeviceId GATE = new DeviceId("gate-1");

    private final InMemoryJournal journal = new InMemoryJournal("00");
    private final SeenEvents seen = SeenEvents.rebuild(Marks.none(journal), journal);

    @TempDir
    Path folder;

    @Test
    void the_first_copy_is_new_the_second_waits_for_it_and_a_later_one_is_a_repeat() {
        EventKey key = key("b1", 7);

        assertThat(seen.begin(key)).isInstanceOf(Standing.New.class);
        CompletableFuture<Void> durable = ((Standing.InFlight) seen.begin(key)).durable();
        assertThat(durable).isNotDone();
        seen.settled(key);

        assertThat(durable).isCompleted();
        assertThat(seen.begin(key)).isInstanceOf(Standing.Repeat.class);
        assertThat(seen.begin(key("b1", 8))).isInstanceOf(Standing.New.class);
        assertThat(seen.begin(key("b2", 7)))
                .as("after a reboot numbers begin again")
                .isInstanceOf(Standing.New.class);
    }

    @Test
    void what_was_not_kept_is_new_when_it_comes_again() {
        EventKey key = key("b1", 7);
        seen.begin(key);
        CompletableFuture<Void> second = ((Standing.InFlight) seen.begin(key)).durable();

        seen.failed(key, new IllegalStateException("full"));

        assertThat(second).isCompletedExceptionally();
        assertThat(seen.begin(key)).isInstanceOf(Standing.New.class);
    }

    @Test
    void saved_marks_are_found_again_and_marks_of_another_log_are_not_believed() throws IOException {
        journal.append(Lane.EVIDENCE, new byte[] {1});
        keep("b1", 1);
        keep("b1", 2);
        seen.reflects(Lane.EVIDENCE, 1);
        MarksFile file = new MarksFile(folder.resolve("marks.cbor"));

        file.save(seen.marks(journal));

        SeenEvents again = SeenEvents.rebuild(file.load(journal), journal);
        assertThat(again.begin(key("b1", 2))).isInstanceOf(Standing.Repeat.class);
        assertThat(again.begin(key("b1", 3))).isInstanceOf(Standing.New.class);
        assertThat(file.load(journal).covers(Lane.EVIDENCE)).isEqualTo(1);
        Journal other = new InMemoryJournal("77");
        assertThat(SeenEvents.rebuild(file.load(other), other).begin(key("b1", 2)))
                .isInstanceOf(Standing.New.class);
    }

    @Test
    void a_broken_marks_file_is_as_good_as_none() throws IOException {
        Path file = Files.write(folder.resolve("marks.cbor"), new byte[] {1, 2, 3});

        Marks marks = new MarksFile(file).load(journal);

        assertThat(marks.devices()).isEmpty();
    }

    @Test
    void only_the_newest_boots_are_remembered() {
        for (int boot = 1; boot <= 20; boot++) {
            keep("b" + boot, 1);
        }

        assertThat(seen.begin(key("b20", 1))).isInstanceOf(Standing.Repeat.class);
        assertThat(seen.marks(journal).devices().get(GATE)).hasSize(8);
    }

    private void keep(String boot, long seq) {
        seen.begin(key(boot, seq));
        seen.settled(key(boot, seq));
    }

    private static EventKey key(String boot, long seq) {
        return new EventKey(GATE, boot, seq);
    }
}
