package io.gatehouse.gateway.identity;

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
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
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
 *                 {@link #prepare} again: nothing, or another certificate when a third of its time is left
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
    private final Proofs proofs;
    private final Surroundings surroundings;
    private volatile @Nullable HeldKey held;
    private volatile List<X509Certificate> authorities = List.of();
    private volatile ClientSide side;

    /**
     * What the settings say.
     *
     * @param secret the secret of before, or nothing
     * @param claim the claim token, or nothing; not looked at once there is a certificate
     */
    public record Proofs(GatewayId gateway, Optional<String> secret, Optional<String> claim) {}

    private FleetIdentity(Path folder, Proofs proofs, Surroundings surroundings) {
        this.key = folder.resolve("gateway.key");
        this.certificate = folder.resolve("gateway.crt");
        this.authority = folder.resolve("ca.crt");
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
            authorities = Pem.certificates(authority);
            held = found;
            side = side(ServerTrust.of(authorities, surroundings.clock()));
        } catch (IOException e) {
            throw new StartRefusal("gatehouse.gateway.data", String.valueOf(e.getMessage()));
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
    public void prepare(URI fleet) throws IOException {
        HeldKey now = held;
        if (now == null) {
            if (proofs.claim().isPresent()) {
                enrol(fleet);
            }
        } else if (ServerCertificate.isDue(
                now.certificate(), surroundings.clock().instant())) {
            renew(fleet, now);
        }
    }

    private void enrol(URI fleet) throws IOException {
        Matcher token = token();
        String fingerprint = token.group(2);
        ServerTrust trust = ServerTrust.byFingerprint(fingerprint, surroundings.clock());
        Enrolment enrolment = new Enrolment(fleet, new ClientSide(null, trust));
        List<X509Certificate> found = enrolment.authorities(fingerprint);
        KeyPair pair = newKey();
        // on the disk before the token is spent for it
        Pem.writeKey(key, pair.getPrivate());
        Pem.writeCertificates(authority, found);
        String name = proofs.gateway().value();
        X509Certificate issued = enrolment.enrol(SigningRequest.of(pair, name), name, token.group(1));
        Pem.writeCertificates(certificate, List.of(issued));
        load();
        LOG.info("this gateway is certified until {}", issued.getNotAfter());
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
            PrivateKey same = Pem.key(key);
            KeyPair pair = new KeyPair(now.certificate().getPublicKey(), same);
            X509Certificate issued = new Enrolment(fleet, side)
                    .renew(SigningRequest.of(pair, proofs.gateway().value()));
            Pem.writeCertificates(certificate, List.of(issued));
            now.replace(same, List.of(issued));
            LOG.info("this gateway's certificate was renewed, until {}", issued.getNotAfter());
        } catch (IOException e) {
            LOG.warn(
                    "the certificate ends at {} and was not renewed: {}; trying again",
                    now.certificate().getNotAfter(),
                    e.toString());
        }
    }
}
