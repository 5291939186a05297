package io.gatehouse.fleet.sitebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.sitebook.Revocation;
import io.gatehouse.protocol.sitebook.SignedDelta;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteBookDelta.Digested;
import io.gatehouse.protocol.uplink.SiteBookState;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SiteBooksTest {

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final SiteId site = TestCore.siteOf(gateway);

    @BeforeEach
    void fill() {
        LargeSite.fill(core, site, 200);
    }

    @Test
    void each_change_is_a_version_with_a_delta_that_leads_there_and_no_change_is_none() {
        long first = core.siteBooks().compile(gateway);
        Digested kept = Digested.of(whole());
        assertThat(core.siteBooks().compile(gateway)).isEqualTo(first);

        for (int i = 1; i <= 3; i++) {
            LargeSite.rename(core, site, i, "Name " + i);
            assertThat(core.siteBooks().compile(gateway)).isEqualTo(first + i);
        }

        for (byte[] each : chain(first)) {
            kept = applied(kept, each);
        }
        assertThat(kept.book().people()).isEqualTo(whole().people());
        assertThat(kept.book().version()).isEqualTo(first + 3);
        assertThat(chain(first + 2)).hasSize(1);
        assertThat(core.siteBooks().deltas(gateway, first + 3)).isEmpty();
        assertThat(core.siteBooks().deltas(gateway, 0)).isEmpty();
    }

    @Test
    void a_fleet_that_has_forgotten_the_book_makes_no_new_version_of_the_same_and_a_whole_one_of_another() {
        long first = core.siteBooks().compile(gateway);
        SiteBooks afterRestart = new SiteBooks(core.jdbi(), core.keys(), Clock.systemUTC());

        assertThat(afterRestart.compile(gateway)).isEqualTo(first);
        LargeSite.rename(core, site, 1, "Another");
        SiteBooks again = new SiteBooks(core.jdbi(), core.keys(), Clock.systemUTC());
        assertThat(again.compile(gateway)).isEqualTo(first + 1);

        assertThat(again.deltas(gateway, first)).isEmpty();
        assertThat(again.signed(gateway)).isPresent();
        LargeSite.rename(core, site, 1, "A third");
        assertThat(new SiteBooks(core.jdbi(), core.keys(), Clock.systemUTC()).compile(gateway))
                .isEqualTo(first + 2);
        assertThat(again.deltas(gateway, first + 1)).isPresent();
    }

    @Test
    void whoever_takes_a_right_away_has_it_revoked_in_the_same_transaction_and_the_next_book_says_so() {
        core.siteBooks().compile(gateway);
        tell(1, 0, List.of());
        String ref = whole().credentials().get(0).ref();

        sql("update credential set state = 'LOST' where site = ? and ref = '" + ref + "'");
        sql("update person set active = false where site = ? and id = 'p-0000007'");
        sql("update person set name = name where site = ?");
        List<Revocation> open = open();

        assertThat(open).extracting(Revocation::seq).containsExactly(1L, 2L);
        assertThat(open.get(0).credentials()).containsExactly(ref);
        assertThat(open.get(0).state()).isEqualTo(SiteBook.CredentialState.LOST);
        assertThat(open.get(1).person()).isEqualTo("p-0000007");
        core.siteBooks().compile(gateway);
        assertThat(whole().revokedUpTo()).isEqualTo(2L);
    }

    @Test
    void it_is_known_who_has_confirmed_a_revocation_and_since_when_others_have_not() {
        GatewayId second = new GatewayId(gateway + "-b");
        core.gateways().put(second, site, "Second");
        core.gateways().put(new GatewayId(gateway + "-c"), site, "Never connected");
        tell(1, 0, List.of());
        core.revocations().told(state(second, 1, 0, List.of()));
        long mark = core.revocations().mark();

        sql("update person set active = false where site = ? and id = 'p-0000009'");
        assertThat(core.revocations().mark()).isNotEqualTo(mark);
        tell(1, 0, List.of(1L));
        tell(1, 0, List.of());
        assertThat(core.revocations().pendingOf(gateway))
                .as("a gateway that has lost it")
                .hasSize(1);
        tell(1, 0, List.of(1L));
        ObjectNode half = core.revocations().list(site, "p-0000009", null).get(0);
        core.revocations().told(state(second, 2, 1, List.of()));
        ObjectNode all = core.revocations().list(site, null, null).get(0);

        assertThat(half.path("confirmed").asLong()).isEqualTo(1);
        assertThat(half.path("of").asLong()).isEqualTo(2);
        assertThat(half.path("waiting").get(0).asText()).isEqualTo(second.value());
        assertThat(half.path("openSince").asText())
                .isEqualTo(half.path("issuedAt").asText());
        assertThat(all.path("confirmed").asLong()).isEqualTo(2);
        assertThat(all.has("openSince")).isFalse();
        assertThat(core.revocations().pendingOf(second)).isEmpty();
        assertThat(core.revocations().list(site, "p-0000001", null)).isEmpty();
    }

    private void sql(String statement) {
        core.jdbi().useHandle(handle -> handle.execute(statement, site.value()));
    }

    private void tell(long inForce, long upTo, List<Long> revocations) {
        core.revocations().told(state(gateway, inForce, upTo, revocations));
    }

    private static SiteBookState state(GatewayId gateway, long inForce, long upTo, List<Long> revocations) {
        return new SiteBookState(gateway, "boot", inForce, inForce, null, upTo, revocations);
    }

    private List<Revocation> open() {
        return core.revocations().pendingOf(gateway).stream()
                .map(one -> ok(one.open(core.keys().verifying())))
                .toList();
    }

    private SiteBook whole() {
        return ok(SignedSiteBook.read(core.siteBooks().signed(gateway).orElseThrow())
                .then(signed -> signed.open(core.keys().verifying())));
    }

    private List<byte[]> chain(long from) {
        return ok(WireFormat.CBOR.read(core.siteBooks().deltas(gateway, from).orElseThrow(), SignedDelta.Chain.class))
                .deltas();
    }

    private Digested applied(Digested kept, byte[] delta) {
        return ok(SignedDelta.read(delta)
                .then(signed -> signed.open(core.keys().verifying()))
                .then(opened -> opened.appliedTo(kept)));
    }

    private static <T> T ok(Decoded<T> decoded) {
        return decoded.fold(value -> value, refusal -> {
            throw new AssertionError(refusal.message());
        });
    }
}
