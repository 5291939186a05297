package io.gatehouse.identity;

import io.gatehouse.protocol.Ids;
import io.gatehouse.protocol.SiteId;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/**
 * Who a certificate speaks for. It stands in the subject, {@code O=site, OU=device, CN=name, SERIALNUMBER=generation},
 * written by the fleet from the claim and never taken from a request.
 *
 * @param generation of what the place holds: taking its identity back makes every certificate of a lower one worthless
 */
public record Identity(Kind kind, SiteId site, String name, int generation) {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    /** What speaks. */
    public enum Kind {
        DEVICE,
        GATEWAY;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Identity {
        if (!Ids.isValid(name) || generation < 1) {
            throw new IllegalArgumentException("no identity: '" + name + "', generation " + generation);
        }
    }

    X500Name subject() {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, site.value())
                .addRDN(BCStyle.OU, kind.wireName())
                .addRDN(BCStyle.CN, name)
                .addRDN(BCStyle.SERIALNUMBER, Integer.toString(generation))
                .build();
    }

    /** Who the certificate names; nothing when its subject has any other form. Whether to believe it is another question. */
    public static Optional<Identity> of(X509Certificate certificate) {
        Map<ASN1ObjectIdentifier, String> parts = new HashMap<>();
        RDN[] rdns = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
                .getRDNs();
        for (RDN rdn : rdns) {
            AttributeTypeAndValue part = rdn.getFirst();
            if (rdn.isMultiValued() || parts.put(part.getType(), IETFUtils.valueToString(part.getValue())) != null) {
                return Optional.empty();
            }
        }
        return parts.size() == 4 ? of(parts) : Optional.empty();
    }

    private static Optional<Identity> of(Map<ASN1ObjectIdentifier, String> parts) {
        String site = parts.getOrDefault(BCStyle.O, "");
        String name = parts.getOrDefault(BCStyle.CN, "");
        String generation = parts.getOrDefault(BCStyle.SERIALNUMBER, "");
        if (!Ids.isValid(site)
                || !Ids.isValid(name)
                || !NUMBER.matcher(generation).matches()) {
            return Optional.empty();
        }
        for (Kind kind : Kind.values()) {
            if (kind.wireName().equals(parts.get(BCStyle.OU))) {
                return Optional.of(new Identity(kind, new SiteId(site), name, Integer.parseInt(generation)));
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return kind.wireName() + " " + site + "/" + name + " (" + generation + ")";
    }
}
