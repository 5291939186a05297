package io.gatehouse.gateway.identity;

import io.gatehouse.identity.AuthorityId;
import io.gatehouse.identity.ClientSide;
import io.gatehouse.identity.HeldKey;
import io.gatehouse.identity.Identity;
import io.gatehouse.identity.Pem;
import io.gatehouse.identity.ServerCertificate;
import io.gatehouse.identity.ServerTrust;
import io.gatehouse.identity.SigningRequest;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.GatewayId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the gateway proves itself with at the fleet: a certificate for a key that it made and that never leaves its folder,
 * got once with a claim token and renewed long before its end; or, as before, a secret.
 *
 * <pre>
 *  claim token ─► {@link #prepare}: own key, authority by its fingerprint, certificate ─► files
 *                 {@link #prepare} again: nothing, or another certificate when a third of its time is left, or when another
 *                 authority certifies now ({@link #trust})
 * </pre>
 *
 * <p>{@link #prepare} blocks and is called on one worker at a time; everything else is safe from any thread.
 */
public final class FleetIdentity {

    private static final Logger LOG = LoggerFactory.getLogger(FleetIdentity.class);
    private static final String CLAIM = "gatehouse.gateway.fleet.claim";
    private static final Pattern TOKEN = Pattern.compile("(ghe_[0-9a-f]{32,})\\.([0-9a-f]{64})");

    private final Path key;
    private final Path certificate;
    private final Path authority;
    private final SpentClaim spent;
    private final Proofs proofs;
    private final Surroundings surroundings;
    private volatile @Nullable HeldKey held;
    private volatile List<X509Certificate> authorities = List.of();
    private volatile ClientSide side;

    /**
     * What the settings say.
     *
     * @param secret the secret of before, or nothing
     * @param claim the claim token, or nothing; one that was used before is not looked at
     */
    public record Proofs(GatewayId gateway, Optional<String> secret, Optional<String> claim) {}

    private FleetIdentity(Path folder, Proofs proofs, Surroundings surroundings) {
        this.key = folder.resolve("gateway.key");
        this.certificate = folder.resolve("gateway.crt");
        this.authority = folder.resolve("ca.crt");
        this.spent = new SpentClaim(folder.resolve("claim.spent"));
        this.proofs = proofs;
        this.surroundings = surroundings;
        this.side = side(ServerTrust.of(List.of(), surroundings.clock()));
    }

    /**
     * Reads what an earlier start has left.
     *
     * @throws StartRefusal when there is neither a certificate nor a claim token nor a secret, or the token is none
     */
    public static FleetIdentity open(Path folder, Proofs proofs, Surroundings surroundings) {
        FleetIdentity identity = new FleetIdentity(folder, proofs, surroundings);
        if (Files.exists(identity.certificate)) {
            identity.load();
            identity.noteOldClaim();
            if (proofs.claim().filter(identity.spent::isFresh).isPresent()) {
                identity.token();
            }
        } else if (proofs.claim().isPresent()) {
            identity.token();
        } else if (proofs.secret().isEmpty()) {
            throw new StartRefusal(
                    CLAIM,
                    "the gateway has nothing to prove itself with: give it a claim token, as printed by 'gatehouse gateway"
                            + " claim ID'");
        }
        return identity;
    }

    private Matcher token() {
        Matcher token = TOKEN.matcher(proofs.claim().orElse("").strip());
        if (!token.matches()) {
            throw new StartRefusal(CLAIM, "this is no claim token; copy the whole of it, with what follows the dot");
        }
        return token;
    }

    private void load() {
        try {
            HeldKey found = new HeldKey(Pem.key(key), Pem.certificates(certificate));
            Optional<Identity> who = Identity.of(found.certificate());
            boolean ours = who.isPresent()
                    && who.get().kind() == Identity.Kind.GATEWAY
                    && who.get().name().equals(proofs.gateway().value());
            if (!ours) {
                throw new StartRefusal(
                        "gatehouse.gateway.id", "the certificate in " + certificate + " is another gateway's");
            }
            authorities = issuerFirst(Pem.certificates(authority), found.certificate());
            held = found;
            side = side(ServerTrust.of(authorities, surroundings.clock()));
        } catch (IOException e) {
            throw new StartRefusal("gatehouse.gateway.data", String.valueOf(e.getMessage()));
        }
    }

    /** A version before this one enrolled with the token that stands there, and took no note of it. */
    private void noteOldClaim() {
        if (proofs.claim().isPresent() && !spent.isNoted()) {
            spend(proofs.claim().get());
        }
    }

    private void spend(String claim) {
        try {
            spent.note(claim);
        } catch (IOException e) {
            LOG.warn("that the claim token was used could not be noted: {}", e.toString());
        }
    }

    private ClientSide side(ServerTrust trust) {
        return new ClientSide(held, trust);
    }

    /** Whether it goes to the fleet with a certificate, now or as soon as it has enrolled. */
    public boolean byCertificate() {
        return held != null || proofs.claim().isPresent();
    }

    /** The secret, when the settings have one. */
    public Optional<String> secret() {
        return proofs.secret();
    }

    /** How to go to the fleet. Another one after the gateway has enrolled. */
    public ClientSide side() {
        return side;
    }

    /**
     * Whom to believe from now on, at the fleet and of devices, the one that certifies now first. Whoever is not among them
     * is believed no more. Blocks.
     *
     * @return whether something changed
     * @throws IOException when they cannot be kept: those of before stay
     */
    public synchronized boolean trust(List<X509Certificate> certifying) throws IOException {
        if (certifying.isEmpty() || certifying.equals(authorities)) {
            return false;
        }
        Pem.writeCertificates(authority, certifying);
        authorities = List.copyOf(certifying);
        side = side(ServerTrust.of(authorities, surroundings.clock()));
        return true;
    }

    /** Whether its certificate is none of the authority that certifies now. */
    public boolean isOfOldAuthority() {
        HeldKey now = held;
        List<X509Certificate> known = authorities;
        return now != null
                && !known.isEmpty()
                && !AuthorityId.issuing(now.certificate())
                        .filter(AuthorityId.of(known.get(0))::equals)
                        .isPresent();
    }

    /** Who certifies devices; none before the gateway has enrolled. */
    public List<X509Certificate> authorities() {
        return authorities;
    }

    /**
     * Enrols or renews if that is due; returns at once otherwise. A renewal that fails is tried again the next time: the
     * certificate of before still works.
     *
     * @param fleet its web address
     * @throws IOException when there is no certificate yet and the fleet gives none
     */
    public synchronized void prepare(URI fleet) throws IOException {
        HeldKey now = held;
        boolean claims = proofs.claim().filter(spent::isFresh).isPresent();
        if (now == null) {
            if (proofs.claim().isPresent()) {
                enrol(fleet);
            }
        } else if (claims && enrolsAgain(fleet)) {
            LOG.info("this gateway has enrolled anew with the claim token of its settings");
        } else if (isOfOldAuthority()
                || ServerCertificate.isDue(
                        now.certificate(), surroundings.clock().instant())) {
            renew(fleet, now);
        }
    }

    /** The way back for whoever was away while the authority changed. What it has stays when that fails. */
    private boolean enrolsAgain(URI fleet) {
        try {
            enrol(fleet);
            return true;
        } catch (IOException e) {
            LOG.warn(
                    "the claim token of the settings was not taken: {}; going on with the certificate of before",
                    e.toString());
            return false;
        }
    }

    private void enrol(URI fleet) throws IOException {
        Matcher token = token();
        String fingerprint = token.group(2);
        ServerTrust trust = ServerTrust.byFingerprint(fingerprint, surroundings.clock());
        Enrolment enrolment = new Enrolment(fleet, new ClientSide(null, trust));
        List<X509Certificate> found = enrolment.authorities(fingerprint);
        // a key that is there is one's own, and its certificate still fits should the token not be taken
        KeyPair pair = held == null ? newKey() : kept(held);
        // on the disk before the token is spent for it
        Pem.writeKey(key, pair.getPrivate());
        String name = proofs.gateway().value();
        X509Certificate issued = enrolment.enrol(SigningRequest.of(pair, name), name, token.group(1));
        Pem.writeCertificates(authority, issuerFirst(found, issued));
        Pem.writeCertificates(certificate, List.of(issued));
        spend(proofs.claim().orElse(""));
        load();
        LOG.info("this gateway is certified until {}", issued.getNotAfter());
    }

    private static KeyPair kept(HeldKey held) {
        return new KeyPair(held.certificate().getPublicKey(), held.key());
    }

    /** As site books have them: what EST answers has no order. */
    private static List<X509Certificate> issuerFirst(List<X509Certificate> found, X509Certificate issued) {
        String issuer = AuthorityId.issuing(issued).orElse("");
        return found.stream()
                .sorted(Comparator.comparing(one -> !AuthorityId.of(one).equals(issuer)))
                .toList();
    }

    private KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), surroundings.random());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform makes EC keys", e);
        }
    }

    private void renew(URI fleet, HeldKey now) {
        try {
            KeyPair pair = kept(now);
            X509Certificate issued = new Enrolment(fleet, side)
                    .renew(SigningRequest.of(pair, proofs.gateway().value()));
            Pem.writeCertificates(certificate, List.of(issued));
            now.replace(pair.getPrivate(), List.of(issued));
            LOG.info("this gateway's certificate was renewed, until {}", issued.getNotAfter());
        } catch (IOException e) {
            LOG.warn(
                    "the certificate ends at {} and was not renewed: {}; trying again",
                    now.certificate().getNotAfter(),
                    e.toString());
        }
    }
}
