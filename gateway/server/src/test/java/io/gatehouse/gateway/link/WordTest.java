package io.gatehouse.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkAck.Lease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordTest {

    private static final LogId LOG = new LogId("00112233445566778899aabbccddeeff");

    private final Word word = new Word("b1");

    @Test
    void a_fleet_that_knows_nothing_of_leases_gives_the_word_to_everybody_and_gets_plain_batches() {
        word.begin();

        assertThat(word.of(held(null))).isEqualTo(Word.Meaning.OURS);
        assertThat(word.isGiven()).isTrue();
        assertThat(word.takes()).isEmpty();
    }

    @Test
    void what_is_held_of_a_copy_of_this_disk_is_not_ours_to_act_on() {
        word.begin();

        assertThat(word.of(held(new Lease("copy", 7, List.of())))).isEqualTo(Word.Meaning.NOT_OURS);
        assertThat(word.isGiven()).isFalse();
    }

    @Test
    void the_word_is_lost_to_a_younger_boot_and_not_to_an_older_one() {
        word.begin();
        word.of(held(new Lease("b1", 4, List.of("deflate"))));

        assertThat(word.of(held(new Lease("old", 3, List.of())))).isEqualTo(Word.Meaning.NOT_OURS);
        assertThat(word.of(held(new Lease("b1", 4, List.of())))).isEqualTo(Word.Meaning.OURS);
        assertThat(word.takes()).containsExactly("deflate");
        assertThat(word.of(held(new Lease("copy", 5, List.of())))).isEqualTo(Word.Meaning.LOST);
        assertThat(word.of(UplinkAck.refused(LOG, UplinkAck.FENCED, 1, new Lease("b1", 0, List.of()))))
                .isEqualTo(Word.Meaning.LOST);
        assertThat(word.of(UplinkAck.refused(LOG, UplinkAck.FENCED, 1, new Lease("copy", 0, List.of()))))
                .isEqualTo(Word.Meaning.NOT_OURS);
    }

    @Test
    void each_boot_finds_those_before_it_on_the_disk(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("boots");

        assertThat(Boot.note(file, "b1").ancestors()).isEmpty();
        assertThat(Boot.note(file, "b2").ancestors()).containsExactly("b1");
        for (int i = 3; i <= 100; i++) {
            Boot.note(file, "b" + i);
        }
        List<String> last = Boot.note(file, "b101").ancestors();

        assertThat(last).hasSize(64).startsWith("b37").endsWith("b100");
        assertThat(Boot.note(folder.resolve("no/such/folder/boots"), "b1").id()).isEqualTo("b1");
        assertThat(Files.exists(file)).isTrue();
    }

    private static UplinkAck held(@Nullable Lease lease) {
        return new UplinkAck(LOG, IntervalSet.of(1, 5), 100, null, 0, lease);
    }
}
