package io.gatehouse.gateway.sitebook;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.gatehouse.protocol.sitebook.Revocation;
import io.gatehouse.protocol.sitebook.SignedDelta;
import io.gatehouse.protocol.sitebook.SignedRevocation;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteBookDelta;
import io.gatehouse.protocol.sitebook.SiteBookDelta.Digested;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A fleet's books of one gateway: version n names every person "Name n", so that a mixed book shows. */
final class Books {

    static final GatewayId GATEWAY = new GatewayId("gw-1");
    static final SiteId SITE = new SiteId("garden");

    final KeyPair fleet = keys();

    static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static SiteBook book(long version, @Nullable Long revokedUpTo) {
        DeviceId reader = new DeviceId("reader-1");
        return new SiteBook(
                        SITE,
                        GATEWAY,
                        version,
                        0,
                        "UTC",
                        new byte[] {1},
                        List.of(new SiteBook.Device(reader, DeviceKind.READER, "secret", 30)),
                        List.of(new SiteBook.Door("door", "Door", SiteBook.DoorMode.LOCKED, 3000, 30, null)),
                        List.of(new SiteBook.AccessPoint("in", "door", SiteBook.Direction.IN, reader, true)),
                        List.of(new SiteBook.Schedule("always", "Always", Map.of("MON", List.of("00:00-24:00")))),
                        List.of(new SiteBook.AccessProfile(
                                "all", "All", List.of(new SiteBook.AccessPolicy("always", List.of("in"))))),
                        IntStream.range(0, 30)
                                .mapToObj(i -> new SiteBook.Person("p-" + i, "Name " + version, "OWNER", true))
                                .toList(),
                        IntStream.range(0, 30)
                                .mapToObj(i -> new SiteBook.Credential(
                                        ref(i), "p-" + i, SiteBook.CredentialState.ENABLED, null, null, List.of("all")))
                                .toList(),
                        List.of())
                .inOrder(revokedUpTo);
    }

    byte[] whole(SiteBook book) {
        return SignedSiteBook.sign(book, fleet.getPrivate()).toBytes();
    }

    byte[] delta(SiteBook from, SiteBook to) {
        return SignedDelta.sign(SiteBookDelta.between(Digested.of(from), to), fleet.getPrivate())
                .toBytes();
    }

    SignedRevocation revocation(long seq, String credential) {
        return SignedRevocation.sign(
                new Revocation(SITE, seq, 0, List.of(credential), SiteBook.CredentialState.LOST, null),
                fleet.getPrivate());
    }

    /** A credential's reference, as both sides make them: 128 bits in hex. */
    static String ref(long number) {
        return "%032x".formatted(number);
    }
}
