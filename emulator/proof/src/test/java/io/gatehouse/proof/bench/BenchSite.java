package io.gatehouse.proof.bench;

import io.gatehouse.gateway.sitebook.SiteBookStore;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.device.PresentedCredential;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A site of any size whose every card may go everywhere at any time, put into a gateway's folder as an earlier run would
 * have left it.
 */
record BenchSite(int doors, int cards) {

    static final GatewayId GATEWAY = new GatewayId("gw-bench");
    static final String SECRET = "a-device-secret";

    private static final byte[] SITE_KEY = new byte[32];
    private static final KeyPair FLEET = keys();

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String fleetKey() {
        return Base64.getEncoder().encodeToString(FLEET.getPublic().getEncoded());
    }

    static String reader(int number) {
        return "reader-" + number;
    }

    /** What a reader says of the card of that number. */
    static String badge(long seq, int card) {
        return badge("b1", seq, card);
    }

    static String badge(String bootId, long seq, int card) {
        return "{\"type\":\"CredentialPresented\",\"bootId\":\"" + bootId + "\",\"seq\":" + seq
                + ",\"credential\":{\"type\":\"CARD\",\"number\":\"" + card + "\"}}";
    }

    void keepIn(Path gatewayData) throws IOException {
        new SiteBookStore(GATEWAY, FLEET.getPublic(), gatewayData.resolve("site-books"))
                .apply(SignedSiteBook.sign(book(), FLEET.getPrivate()).toBytes(), 0);
    }

    private SiteBook book() {
        Map<String, List<String>> always = new HashMap<>();
        List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
                .forEach(day -> always.put(day, List.of("00:00-24:00")));
        List<String> everywhere =
                IntStream.range(0, doors).mapToObj(i -> "in-" + i).toList();
        return new SiteBook(
                new SiteId("bench"),
                GATEWAY,
                1,
                0,
                "Asia/Shanghai",
                SITE_KEY,
                each(doors, i -> new SiteBook.Device(new DeviceId(reader(i)), DeviceKind.READER, SECRET, 30)),
                each(doors, i -> new SiteBook.Door("door-" + i, "Door " + i, SiteBook.DoorMode.LOCKED, 3000, 30, null)),
                each(
                        doors,
                        i -> new SiteBook.AccessPoint(
                                "in-" + i, "door-" + i, SiteBook.Direction.IN, new DeviceId(reader(i)), true)),
                List.of(new SiteBook.Schedule("always", "Always", always)),
                List.of(new SiteBook.AccessProfile(
                        "all", "All", List.of(new SiteBook.AccessPolicy("always", everywhere)))),
                each((cards + 1) / 2, i -> new SiteBook.Person("p-" + i, "Person " + i, "OWNER", true)),
                each(cards, this::credential),
                List.of());
    }

    private SiteBook.Credential credential(int card) {
        String ref = CredentialRef.of(SITE_KEY, new PresentedCredential("CARD", "RAW", 0, Integer.toString(card)));
        return new SiteBook.Credential(
                ref, "p-" + card / 2, SiteBook.CredentialState.ENABLED, null, null, List.of("all"));
    }

    private interface Each<T> {
        T at(int number);
    }

    private static <T> List<T> each(int count, Each<T> each) {
        return IntStream.range(0, count).mapToObj(each::at).toList();
    }
}
