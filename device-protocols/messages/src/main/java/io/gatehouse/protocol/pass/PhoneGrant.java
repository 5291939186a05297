package io.gatehouse.protocol.pass;

import io.gatehouse.protocol.SiteId;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The fleet's word that a phone may open for a person: the phone carries it, a gateway believes it by the fleet's
 * signature.
 *
 * @param person whose rights the opening needs too; the gateway asks its site book
 * @param gates access points, 1 to 32
 * @param phoneKey the phone's Ed25519 public key, X.509
 * @param validTo to the second, exclusive
 */
public record PhoneGrant(
        SiteId site, String person, List<String> gates, byte[] phoneKey, Instant validFrom, Instant validTo) {

    static final String PURPOSE = "gatehouse phone grant 1";

    public PhoneGrant {
        gates = List.copyOf(gates);
        if (gates.isEmpty() || gates.size() > 32 || !validFrom.isBefore(validTo)) {
            throw new IllegalArgumentException("a grant is for 1 to 32 gates and ends after its beginning");
        }
    }

    /** As the phone keeps it. */
    public byte[] sign(PrivateKey fleetKey) {
        byte[] content = new Packing()
                .text(site.value())
                .text(person)
                .texts(gates)
                .bytes(phoneKey)
                .time(validFrom)
                .time(validTo)
                .packed();
        return Seal.seal(PURPOSE, content, fleetKey);
    }

    static PhoneGrant unpack(Unpacking in) {
        return new PhoneGrant(new SiteId(in.text()), in.text(), in.texts(), in.bytes(), in.time(), in.time());
    }

    Optional<PublicKey> key() {
        try {
            return Optional.of(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(phoneKey)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    Optional<PassRefusal> against(Asked asked) {
        if (!site.equals(asked.site())) {
            return Optional.of(PassRefusal.WRONG_SITE);
        }
        return gates.contains(asked.gate()) ? asked.outside(validFrom, validTo) : Optional.of(PassRefusal.WRONG_GATE);
    }
}
