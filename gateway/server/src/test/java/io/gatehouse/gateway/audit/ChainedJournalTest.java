package io.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.audit.AuditVerdict;
import io.gatehouse.protocol.audit.AuditVerdict.Sound;
import io.gatehouse.protocol.audit.Checkpoint;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ChainedJournalTest {

    private final ChainStand stand = new ChainStand(ChainStand.SETTINGS);
    private final MortalDisk disk = new MortalDisk();

    @Test
    void signs_after_so_many_events() throws Exception {
        try (ChainedJournal journal = stand.open(disk)) {
            stand.tell(journal, 34);
            stand.follow(journal);
            stand.carryUp(journal);

            assertThat(journal.signedUpTo()).isEqualTo(30);
        }
        assertThat(stand.checkpoints()).extracting(Checkpoint::seq).containsExactly(10L, 20L, 30L);
        assertThat(stand.verdict()).isEqualTo(new Sound(1, 30, 30, 3, IntervalSet.EMPTY));
    }

    @Test
    void signs_a_few_events_when_their_time_has_come_and_then_rests() throws Exception {
        try (ChainedJournal journal = stand.open(disk)) {
            stand.tell(journal, 3);
            stand.follow(journal);
            stand.follow(journal, Duration.ofSeconds(58));
            assertThat(journal.newest(Lane.EVIDENCE)).isEqualTo(3);

            stand.follow(journal, Duration.ofSeconds(3));
            for (int minute = 0; minute < 10; minute++) {
                stand.follow(journal, Duration.ofSeconds(61));
            }

            assertThat(journal.signedUpTo()).isEqualTo(3);
            assertThat(journal.newest(Lane.EVIDENCE)).isEqualTo(4);
        }
    }

    @Test
    void lets_go_of_nothing_that_is_not_signed_yet() throws Exception {
        try (ChainedJournal journal = stand.open(disk)) {
            stand.tell(journal, 9);
            stand.carryUp(journal);
            stand.follow(journal);
            stand.tell(journal, 60);
            stand.carryUp(journal);
            // a release that was asked for takes its turn behind this append
            stand.tell(journal, 1);
            assertThat(journal.oldest(Lane.EVIDENCE)).isEqualTo(1);

            stand.follow(journal);
            stand.tell(journal, 1);

            assertThat(journal.oldest(Lane.EVIDENCE)).isBetween(40L, journal.signedUpTo() + 1);
        }
    }

    @Test
    void finds_a_way_out_when_the_lane_is_full_before_anything_was_signed() throws Exception {
        try (ChainedJournal journal = stand.open(disk)) {
            assertThat(stand.tell(journal, 20_000)).isFalse();
            stand.carryUp(journal);

            stand.follow(journal);
            Awaitility.await().until(() -> stand.tell(journal, 1));
            stand.follow(journal);
            stand.follow(journal, Duration.ofSeconds(61));
            stand.carryUp(journal);

            assertThat(journal.signedUpTo()).isGreaterThan(2_000);
        }
        assertThat(stand.verdict()).isInstanceOf(Sound.class);
        assertThat(((Sound) stand.verdict()).gaps().isEmpty()).isFalse();
    }

    @Test
    void goes_on_where_it_was_after_a_restart() throws Exception {
        for (int start = 0; start < 5; start++) {
            try (ChainedJournal journal = stand.open(disk)) {
                stand.tell(journal, 7 + start);
                stand.follow(journal);
                stand.follow(journal, Duration.ofSeconds(61));
                stand.carryUp(journal);
            }
        }

        assertThat(stand.verdict()).isInstanceOf(Sound.class);
        assertThat(stand.checkpoints()).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void finds_its_place_without_the_anchor() throws Exception {
        try (ChainedJournal journal = stand.open(disk)) {
            stand.tell(journal, 45);
            stand.follow(journal);
            stand.carryUp(journal);
        }
        disk.remove("audit/evidence.anchor");

        try (ChainedJournal journal = stand.open(disk)) {
            stand.tell(journal, 20);
            stand.follow(journal);
            stand.carryUp(journal);
        }

        assertThat(stand.verdict()).isEqualTo(new Sound(1, 70, 70, 7, IntervalSet.EMPTY));
    }

    @Test
    void signs_over_records_that_were_damaged_before_they_were_chained() throws Exception {
        try (ChainedJournal journal = stand.open(disk)) {
            stand.tell(journal, 4);
            stand.follow(journal, Duration.ofSeconds(1));
            stand.follow(journal, Duration.ofSeconds(61));
            stand.tell(journal, 20);
        }
        damage(8);

        try (ChainedJournal journal = stand.open(disk)) {
            stand.follow(journal);
            stand.follow(journal, Duration.ofSeconds(61));
            stand.carryUp(journal);
        }

        AuditVerdict verdict = stand.verdict();
        assertThat(verdict).isInstanceOf(Sound.class);
        assertThat(((Sound) verdict).gaps()).isEqualTo(IntervalSet.of(9, 9));
    }

    /** Changes the ninth record on the disk, which tells of the eighth event. */
    private void damage(int n) {
        byte[] text = {'a', 'n', (byte) n};
        text[0] = 0x61;
        disk.names().stream()
                .filter(name -> name.startsWith("journal/evidence-"))
                .forEach(name -> disk.damage(name, text));
    }

    @Test
    void a_kill_at_any_write_leaves_a_chain_that_goes_on() throws Exception {
        MortalDisk whole = new MortalDisk().dyingAt(Long.MAX_VALUE);
        life(new ChainStand(ChainStand.SETTINGS), whole);
        long windows = whole.operations();

        for (long at = 1; at <= windows; at++) {
            ChainStand mortal = new ChainStand(ChainStand.SETTINGS);
            MortalDisk dying = new MortalDisk().dyingAt(at);
            life(mortal, dying);
            MortalDisk found = dying.found();
            try (ChainedJournal journal = mortal.open(found)) {
                mortal.tell(journal, 15);
                mortal.follow(journal);
                mortal.follow(journal, Duration.ofSeconds(61));
                mortal.carryUp(journal);
                assertThat(mortal.held()).as("killed at %s", at).isEqualTo(journal.newest(Lane.EVIDENCE));
            }

            assertThat(mortal.verdict()).as("killed at %s", at).isInstanceOf(Sound.class);
            Sound sound = (Sound) mortal.verdict();
            assertThat(sound.gaps().isEmpty()).as("killed at %s", at).isTrue();
            assertThat(mortal.eventsBehind(sound.upTo())).as("killed at %s", at).isZero();
        }
        System.out.println("audit: killed at each of " + windows + " writes, every chain went on");
    }

    /** A life with a checkpoint by count, one by time, releases, and a start in between. */
    private static void life(ChainStand stand, MortalDisk disk) {
        for (int start = 0; start < 2; start++) {
            try (ChainedJournal journal = stand.open(disk)) {
                stand.tell(journal, 13);
                stand.follow(journal);
                stand.carryUp(journal);
                stand.tell(journal, 4);
                stand.follow(journal, Duration.ofSeconds(61));
                stand.carryUp(journal);
            } catch (IOException killed) {
                return;
            }
        }
    }
}
