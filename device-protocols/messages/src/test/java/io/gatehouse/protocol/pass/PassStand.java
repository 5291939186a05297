package io.gatehouse.protocol.pass;

import io.gatehouse.protocol.SiteId;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A fleet, a gateway that never hears of anything, and a resident's phone. */
final class PassStand {

    static final Instant NINE = Instant.parse("2026-11-25T09:00:00Z");
    static final SiteId GARDEN = new SiteId("garden");
    static final byte[] SITE_KEY = {3, 1, 4, 1, 5, 9};

    final KeyPair fleet = keys();
    final KeyPair phone = keys();
    final Spent spent = new Spent(100_000);

    static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static VisitorPass pass(String id, int entries) {
        return new VisitorPass(
                id, GARDEN, List.of("gate-1-in", "gate-2-in"), NINE, NINE.plus(Duration.ofHours(2)), entries);
    }

    static Asked at(Instant time) {
        return new Asked(GARDEN, "gate-1-in", time, true);
    }

    byte[] grant() {
        return grantFor(phone).sign(fleet.getPrivate());
    }

    static PhoneGrant grantFor(KeyPair phone) {
        return new PhoneGrant(
                GARDEN,
                "p-7",
                List.of("gate-1-in"),
                phone.getPublic().getEncoded(),
                NINE.minus(Duration.ofDays(1)),
                NINE.plus(Duration.ofDays(30)));
    }

    static RemoteOpening.Order order(String nonce, Instant issuedAt) {
        return new RemoteOpening.Order("gate-1-in", nonce, issuedAt, issuedAt.plusSeconds(30));
    }

    /** Shows a text as a reader passes it on, and makes use of what is good. */
    boolean opens(String text, Asked asked) {
        if (VisitorPass.isOne(text)) {
            return opens(VisitorPass.check(text, asked, fleet.getPublic(), spent));
        } else if (RemoteOpening.isOne(text)) {
            return opens(RemoteOpening.check(text, asked, fleet.getPublic(), spent));
        }
        return opens(OneTimeCode.check(text, asked, SITE_KEY, OneTimeCode.Window.USUAL, spent));
    }

    private boolean opens(Checked<?> checked) {
        return checked.fold(good -> spent.spend(good.use()), refusal -> false);
    }
}
