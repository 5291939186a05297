package io.gatehouse.gateway.ingress.coap;

import io.gatehouse.gateway.device.Devices.Shown;
import io.gatehouse.gateway.device.KnownDevices;
import io.gatehouse.identity.PeerCertificate;
import io.gatehouse.protocol.DeviceId;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import org.eclipse.californium.elements.auth.AdditionalInfo;
import org.eclipse.californium.elements.auth.ExtensiblePrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Who a DTLS handshake has shown to be there, and by what. The session outlives both site books and secrets, so that every
 * message asks whether it still holds. Immutable.
 *
 * @param secret the pre-shared key, or empty
 * @param certificate what the certificate says, or nothing
 */
record Peer(DeviceId device, String secret, @Nullable PeerCertificate certificate) {

    private static final String PEER = "peer";

    static Peer of(DeviceId device, byte[] secret) {
        return new Peer(device, new String(secret, StandardCharsets.UTF_8), null);
    }

    static Peer of(PeerCertificate certificate) {
        return new Peer(new DeviceId(certificate.identity().name()), "", certificate);
    }

    /** As Californium carries it beside the principal. */
    static AdditionalInfo info(@Nullable Object peer) {
        return peer instanceof Peer ? AdditionalInfo.from(Map.of(PEER, peer)) : AdditionalInfo.empty();
    }

    /** Nothing for one whom no handshake of ours has named. */
    static Optional<Peer> of(Principal principal) {
        return principal instanceof ExtensiblePrincipal<?> known
                ? Optional.ofNullable(known.getExtendedInfo().get(PEER, Peer.class))
                : Optional.empty();
    }

    Shown by() {
        return certificate == null ? Shown.KEY : Shown.CERTIFICATE;
    }

    /** Whether what it came by counts now. */
    boolean holds(KnownDevices devices) {
        return certificate == null
                ? devices.admits(device, secret.getBytes(StandardCharsets.UTF_8))
                : devices.admits(certificate);
    }

    @Override
    public String toString() {
        return device + (certificate == null ? " by a key" : " by a certificate");
    }
}
