package io.gatehouse.gateway.ingress.coap;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.Ids;
import java.net.InetSocketAddress;
import java.util.function.Function;
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

    private final Function<DeviceId, byte[]> secrets;

    DevicePsks(Function<DeviceId, byte[]> secrets) {
        this.secrets = secrets;
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
        byte[] secret = Ids.isValid(name) ? secrets.apply(new DeviceId(name)) : new byte[0];
        SecretKey key = secret.length == 0 ? null : SecretUtil.create(secret, "PSK");
        return new PskSecretResult(cid, identity, key);
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
