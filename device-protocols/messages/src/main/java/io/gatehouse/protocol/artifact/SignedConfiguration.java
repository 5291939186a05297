package io.gatehouse.protocol.artifact;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.sitebook.FleetSeal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Objects;

/** A gateway's configuration with the fleet's signature; it travels and lies on the disk as it is. */
public record SignedConfiguration(byte[] configuration, byte[] signature) {

    /** Bytes from outside that miss a part are malformed, and not a null. */
    public SignedConfiguration {
        Objects.requireNonNull(configuration, "configuration");
        Objects.requireNonNull(signature, "signature");
    }

    private static final String PURPOSE = "gatehouse gateway configuration";

    public static SignedConfiguration sign(OwnConfiguration configuration, PrivateKey fleetKey) {
        byte[] bytes = WireFormat.CBOR.write(configuration);
        return new SignedConfiguration(bytes, FleetSeal.sign(PURPOSE, bytes, fleetKey));
    }

    public static Decoded<SignedConfiguration> read(byte[] bytes) {
        return FleetSeal.read(bytes, SignedConfiguration.class);
    }

    public byte[] write() {
        return WireFormat.CBOR.write(this);
    }

    /** The configuration, when the owner of the key signed it and every setting in it may be had. */
    public Decoded<OwnConfiguration> open(PublicKey fleetKey) {
        return FleetSeal.isBy(fleetKey, PURPOSE, configuration, signature)
                ? WireFormat.CBOR.read(configuration, OwnConfiguration.class).then(OwnConfiguration::checked)
                : Decoded.malformed(RefusalCode.BAD_ENCODING, "the configuration's signature does not match");
    }
}
