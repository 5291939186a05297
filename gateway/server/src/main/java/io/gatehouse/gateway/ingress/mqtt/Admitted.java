package io.gatehouse.gateway.ingress.mqtt;

import io.gatehouse.broker.ConnectAttempt;
import io.gatehouse.gateway.device.KnownDevices;
import io.gatehouse.identity.Identity;
import io.gatehouse.identity.PeerCertificate;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.Ids;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who was let in with what, so that they can be asked to go when that no longer counts. On the gateway's context. */
final class Admitted {

    private final KnownDevices devices;
    private final Map<DeviceId, Set<Proof>> proofs = new HashMap<>();

    /** What a device came in with: a secret, or else a certificate. */
    private record Proof(String secret, @Nullable PeerCertificate certificate) {

        boolean holds(DeviceId device, KnownDevices devices) {
            return certificate == null
                    ? devices.find(device)
                            .filter(now -> now.secret().equals(secret))
                            .isPresent()
                    : devices.admits(certificate);
        }

        @Override
        public String toString() {
            return certificate == null ? "a secret" : certificate.identity().toString();
        }
    }

    Admitted(KnownDevices devices) {
        this.devices = devices;
    }

    /** The device that it is; nothing when it does not prove to be one of this site. */
    Optional<DeviceId> admit(ConnectAttempt attempt) {
        X509Certificate certificate = attempt.certificate();
        return certificate == null ? bySecret(attempt) : byCertificate(attempt, certificate);
    }

    private Optional<DeviceId> bySecret(ConnectAttempt attempt) {
        String name = attempt.userName();
        if (name == null || !Ids.isValid(name) || !devices.admits(new DeviceId(name), attempt.password())) {
            return Optional.empty();
        }
        DeviceId device = new DeviceId(name);
        String secret = devices.find(device).map(SiteBook.Device::secret).orElse("");
        return came(device, new Proof(secret, null));
    }

    /**
     * The certificate alone says who it is. Whoever says another name beside it, or comes under the client id of somebody
     * else, is refused; a secret is not looked at.
     */
    private Optional<DeviceId> byCertificate(ConnectAttempt attempt, X509Certificate certificate) {
        Optional<PeerCertificate> shown = PeerCertificate.of(certificate).filter(devices::admits);
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        Identity identity = shown.get().identity();
        String user = attempt.userName();
        boolean same = (user == null || user.equals(identity.name()))
                && (!attempt.named() || attempt.clientId().equals(identity.name()));
        return same ? came(new DeviceId(identity.name()), new Proof("", shown.get())) : Optional.empty();
    }

    private Optional<DeviceId> came(DeviceId device, Proof proof) {
        proofs.computeIfAbsent(device, one -> new HashSet<>()).add(proof);
        return Optional.of(device);
    }

    /** The name by which a stranger is told of. */
    String nameOf(ConnectAttempt attempt) {
        X509Certificate certificate = attempt.certificate();
        String name = attempt.userName();
        return certificate != null
                ? Identity.of(certificate).map(Identity::name).orElse(attempt.clientId())
                : name == null ? attempt.clientId() : name;
    }

    /** Devices of which a proof no longer holds; they are forgotten. */
    List<DeviceId> noLonger() {
        List<DeviceId> gone = proofs.entrySet().stream()
                .filter(each -> !each.getValue().stream().allMatch(proof -> proof.holds(each.getKey(), devices)))
                .map(Map.Entry::getKey)
                .toList();
        gone.forEach(proofs::remove);
        return gone;
    }
}
