package io.gatehouse.protocol.pass;

import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A visitor's pass: made by the fleet, shown as a QR code, checked by a gateway with the fleet's public key alone. The
 * visit need not be in the site book.
 *
 * @param id random, 8 to 64 characters; what its uses are counted by
 * @param gates access points, 1 to 32
 * @param validFrom to the second
 * @param validTo to the second, exclusive
 * @param entries how often it lets in, 1 to 255
 */
public record VisitorPass(String id, SiteId site, List<String> gates, Instant validFrom, Instant validTo, int entries) {

    private static final String FORM = "GHP1.";
    private static final String PURPOSE = "gatehouse visitor pass 1";
    private static final int MOST_GATES = 32;

    public VisitorPass {
        gates = List.copyOf(gates);
        if (id.length() < 8 || id.length() > 64) {
            throw new IllegalArgumentException("a pass's id has 8 to 64 characters, was " + id.length());
        }
        if (gates.isEmpty() || gates.size() > MOST_GATES) {
            throw new IllegalArgumentException("a pass is for 1 to 32 gates, was " + gates.size());
        }
        if (entries < 1 || entries > Packing.MOST_BYTES || !validFrom.isBefore(validTo)) {
            throw new IllegalArgumentException("a pass lets in 1 to 255 times and ends after its beginning");
        }
    }

    /** The text of its QR code. */
    public String sign(PrivateKey fleetKey) {
        byte[] content = new Packing()
                .text(id)
                .text(site.value())
                .texts(gates)
                .time(validFrom)
                .time(validTo)
                .number(entries)
                .packed();
        return FORM + Seal.text(Seal.seal(PURPOSE, content, fleetKey));
    }

    /** Whether a code has the form of a pass; it may be forged. */
    public static boolean isOne(String text) {
        return text.startsWith(FORM);
    }

    /** Checks signature, site, gate, window and uses, in this order; spends nothing. */
    public static Checked<VisitorPass> check(String text, Asked asked, PublicKey fleetKey, Spent spent) {
        return open(text, List.of(fleetKey)).fold(pass -> pass.value().check(asked, spent), Checked::refused);
    }

    /** Checks the signature only, by any one of the keys: where, when and how often it is good is for others to ask. */
    public static Checked<VisitorPass> open(String text, List<PublicKey> fleetKeys) {
        Optional<byte[]> sealed = isOne(text) ? Seal.bytes(text.substring(FORM.length())) : Optional.empty();
        Optional<byte[]> content = sealed.flatMap(Seal::content);
        if (content.isEmpty()) {
            return Checked.refused(PassRefusal.MALFORMED);
        }
        if (fleetKeys.stream().noneMatch(key -> Seal.isSignedBy(key, PURPOSE, sealed.orElseThrow()))) {
            return Checked.refused(PassRefusal.SIGNATURE_INVALID);
        }
        return Unpacking.read(content.get(), VisitorPass::unpack)
                .<Checked<VisitorPass>>map(pass -> new Checked.Good<>(pass, pass.use()))
                .orElseGet(() -> Checked.refused(PassRefusal.MALFORMED));
    }

    private static VisitorPass unpack(Unpacking in) {
        return new VisitorPass(in.text(), new SiteId(in.text()), in.texts(), in.time(), in.time(), in.number());
    }

    private Checked<VisitorPass> check(Asked asked, Spent spent) {
        if (!site.equals(asked.site())) {
            return Checked.refused(PassRefusal.WRONG_SITE);
        } else if (!gates.contains(asked.gate())) {
            return Checked.refused(PassRefusal.WRONG_GATE);
        }
        Optional<PassRefusal> outside = asked.outside(validFrom, validTo);
        return outside.<Checked<VisitorPass>>map(Checked::refused)
                .orElseGet(() ->
                        spent.isFree(use()) ? new Checked.Good<>(this, use()) : Checked.refused(PassRefusal.USED));
    }

    /** How decisions name whoever carries the pass with this id. */
    public static String shownAs(String id) {
        return "pass-" + id;
    }

    /** One of its entries. */
    public Use use() {
        return new Use("pass/" + id, validTo, entries);
    }

    /** The visit as the rules know visits; the pass itself says that it was agreed to. */
    public SiteRules.Visit asVisit() {
        return new SiteRules.Visit(id, true, null, entries, validFrom.toEpochMilli(), validTo.toEpochMilli());
    }
}
