package io.gatehouse.fleet.web.sign;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.identity.Identity;
import io.gatehouse.identity.PeerCertificate;
import io.gatehouse.protocol.GatewayId;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that says it is the gateway's own: by the certificate of its connection, or by id and secret. */
public final class GatewaySender {

    private final GatewayId gateway;
    private final @Nullable PeerCertificate certificate;
    private final String secret;

    private GatewaySender(GatewayId gateway, @Nullable PeerCertificate certificate, String secret) {
        this.gateway = gateway;
        this.certificate = certificate;
        this.secret = secret;
    }

    /** Nothing when it says nothing, or says that it is somebody else. */
    public static Optional<GatewaySender> of(HttpServerRequest request, GatewayId gateway) {
        Optional<PeerCertificate> shown = PeerIdentity.of(request);
        if (shown.isPresent()) {
            return shown.filter(who -> who.identity().kind() == Identity.Kind.GATEWAY
                            && who.identity().name().equals(gateway.value()))
                    .map(who -> new GatewaySender(gateway, who, ""));
        }
        return BasicCredentials.of(request)
                .filter(who -> who.name().equals(gateway.value()))
                .map(who -> new GatewaySender(gateway, null, who.password()));
    }

    /** Whether it is true. Blocks. */
    public boolean isAdmitted(FleetCore core) {
        PeerCertificate shown = certificate;
        return shown == null
                ? core.gateways().admits(gateway, secret)
                : core.enrolments().admits(shown);
    }
}
