package io.gatehouse.fleet.enrol;

import io.gatehouse.identity.Identity;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import java.util.Locale;

/** A device or a gateway that is to have an identity. */
public record Holder(Identity.Kind kind, SiteId site, String name) {

    public static Holder of(SiteId site, DeviceId device) {
        return new Holder(Identity.Kind.DEVICE, site, device.value());
    }

    public static Holder of(SiteId site, GatewayId gateway) {
        return new Holder(Identity.Kind.GATEWAY, site, gateway.value());
    }

    static Holder of(Identity identity) {
        return new Holder(identity.kind(), identity.site(), identity.name());
    }

    Identity at(int generation) {
        return new Identity(kind, site, name, generation);
    }

    /** The rows that it may be in; gateways have ids of their own across all sites. */
    String table() {
        return kind == Identity.Kind.DEVICE ? "device" : "gateway";
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + site + "/" + name;
    }
}
