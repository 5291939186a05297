package io.gatehouse.gateway.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.access.AccessDesk;
import io.gatehouse.access.Proof;
import io.gatehouse.access.Read;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.state.SiteState;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadAlarmsTest {

    private static final String CARD = "0".repeat(31) + "1";
    private static final String NOBODY = "0".repeat(31) + "2";

    private final List<String> told = new ArrayList<>();
    private final AccessDesk access = new AccessDesk(new SiteState(), Duration.ofSeconds(2));
    private final ReadAlarms alarms = new ReadAlarms(
            access,
            (type, device, body) ->
                    told.add(type + " " + body.path("accessPoint").asText()));
    private long at = 1_800_000_000_000L;

    ReadAlarmsTest() {
        access.use(AccessBook.of(book()));
    }

    @Test
    void the_fifth_wrong_pin_locks_the_card_out_and_says_so_once() {
        for (int i = 0; i < 7; i++) {
            present(Read.of(0, CARD, at).pin(Proof.WRONG));
        }

        assertThat(told).containsExactly("CredentialLockedOut in");
    }

    @Test
    void the_fifth_code_that_nobody_has_locks_the_reader_out_and_says_so_once() {
        for (int i = 0; i < 7; i++) {
            present(Read.of(0, NOBODY, at).by(Factor.PIN));
        }

        assertThat(told).containsExactly("ReaderLockedOut in");
    }

    @Test
    void help_is_called_for_also_where_the_door_stays_shut() {
        present(Read.of(0, CARD, at).pin(Proof.DURESS));

        assertThat(told).as("no right here").containsExactly("Duress in");
    }

    private void present(Read read) {
        at += 3_000;
        ReadAlarms.Before before = alarms.before(read);
        alarms.after(before, read, access.present(read));
    }

    /** A card without any right. */
    private static SiteBook book() {
        CredentialRules pin = new CredentialRules(null, null, null, "x", "y", Set.of(), null, null, null, null);
        return new SiteBook(
                new SiteId("s"),
                new GatewayId("g"),
                1,
                0,
                "UTC",
                new byte[] {1},
                List.of(),
                List.of(new SiteBook.Door("door", "door", SiteBook.DoorMode.LOCKED, 3_000, 20, null)),
                List.of(new SiteBook.AccessPoint("in", "door", SiteBook.Direction.IN, new DeviceId("r"), true)),
                List.of(new SiteBook.Schedule("never", "Never", Map.of())),
                List.of(),
                List.of(new SiteBook.Person("p", "P", "STAFF", true)),
                List.of(new SiteBook.Credential(
                        CARD, "p", SiteBook.CredentialState.ENABLED, null, null, List.of(), pin)),
                List.of());
    }
}
