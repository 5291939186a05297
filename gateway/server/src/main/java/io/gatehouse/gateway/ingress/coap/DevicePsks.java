package io.gatehouse.gateway.ingress.coap;

import io.gatehouse.gateway.device.KnownDevices;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.Ids;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.PskPublicInformation;
import org.eclipse.californium.scandium.dtls.PskSecretResult;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedPskStore;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.eclipse.californium.scandium.util.ServerNames;
import org.jspecify.annotations.Nullable;

/** Pre-shared keys out of the site book in force, asked at each handshake (RFC 4279). */
final class DevicePsks implements AdvancedPskStore {

    private final KnownDevices devices;
    private final WrongKeys wrongKeys;

    DevicePsks(KnownDevices devices, WrongKeys wrongKeys) {
        this.devices = devices;
        this.wrongKeys = wrongKeys;
    }

    @Override
    public boolean hasEcdhePskSupported() {
        return true;
    }

    @Override
    public PskSecretResult requestPskSecretResult(
            ConnectionId cid,
            ServerNames serverNames,
            PskPublicInformation identity,
            String hmacAlgorithm,
            SecretKey otherSecret,
            byte[] seed,
            boolean useExtendedMasterSecret) {
        String name = identity.getPublicInfoAsString();
        Optional<DeviceId> device = Ids.isValid(name) ? Optional.of(new DeviceId(name)) : Optional.empty();
        byte[] secret = device.flatMap(devices::find)
                .map(SiteBook.Device::secret)
                .orElse("")
                .getBytes(StandardCharsets.UTF_8);
        if (device.isEmpty() || secret.length == 0) {
            return new PskSecretResult(cid, identity, null);
        }
        wrongKeys.asks(cid, device.get());
        return new PskSecretResult(cid, identity, SecretUtil.create(secret, "PSK"), Peer.of(device.get(), secret));
    }

    @Override
    public @Nullable PskPublicInformation getIdentity(InetSocketAddress peer, ServerNames serverNames) {
        return null;
    }

    @Override
    public void setResultHandler(HandshakeResultHandler resultHandler) {
        // keys are here at once: there is nothing to hand over later
    }
}
