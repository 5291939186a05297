package io.gatehouse.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.emulator.verify.FleetRow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge must see what it is there to see. */
class DoorsTest {

    @Test
    void a_lock_that_moved_for_a_grant_is_right() {
        Doors doors = Doors.of(List.of(unlocked(1)), List.of(decided(1, "GRANTED")), 0);

        assertThat(doors).isEqualTo(new Doors(1, 0, 0, 0));
        assertThat(doors.hold()).isTrue();
    }

    @Test
    void a_lock_that_moved_for_a_refused_read_is_found() {
        Doors doors = Doors.of(List.of(unlocked(1)), List.of(decided(1, "DENIED")), 0);

        assertThat(doors.unauthorised()).isEqualTo(1);
        assertThat(doors.hold()).isFalse();
    }

    @Test
    void a_lock_that_moved_without_a_record_is_found() {
        Doors doors = Doors.of(List.of(unlocked(1)), List.of(decided(2, "GRANTED")), 0);

        assertThat(doors.hold()).isFalse();
    }

    @Test
    void a_stranger_who_was_not_refused_is_found() {
        Doors doors =
                Doors.of(List.of(read(1), read(2)), List.of(decided(1, "DENIED"), decided(2, "IGNORED_DUPLICATE")), 2);

        assertThat(doors.refused()).isEqualTo(1);
        assertThat(doors.hold()).isFalse();
    }

    private static Ledger.Line unlocked(long seq) {
        return new Ledger.Line("reader", "boot", seq, "cmd", "UNLOCK_DOOR", "mqtt5", 1, 2, true, null);
    }

    private static Ledger.Line read(long seq) {
        return new Ledger.Line("reader", "boot", seq, "event", "CredentialPresented", "mqtt5", 1, 2, true, null);
    }

    private static FleetRow decided(long seq, String outcome) {
        return new FleetRow("log", seq, "reader", "boot", seq, "CredentialPresented", outcome, "", 1, 2);
    }
}
