package io.gatehouse.fleet.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.CollectedClientDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks what authenticators show (WebAuthn, 7.1 and 7.2): kind, challenge, origin, relying party, that a person was there
 * and was verified, and the signature. Who made an authenticator is not asked. Pure; from any thread.
 */
final class Ceremonies {

    /** ES256, EdDSA and RS256: what authenticators have. */
    static final List<Integer> ALGORITHMS = List.of(-7, -8, -257);

    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager checks = WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter attested = new AttestedCredentialDataConverter(converter);
    private final CollectedClientDataConverter clients = new CollectedClientDataConverter(converter);

    /** A new passkey, as it is kept. */
    record Attested(byte[] credential, byte[] attested, Marks marks) {}

    /**
     * What changes with each use.
     *
     * @param count of signatures, or 0 always where the authenticator does not count
     * @param eligible whether more than one device may have it
     */
    record Marks(long count, boolean eligible, boolean backedUp) {}

    /** What came of looking at a signature. */
    sealed interface Verdict {

        record Right(Marks marks) implements Verdict {}

        /** Everything is right but the count: there may be a copy of the authenticator. */
        record Counted() implements Verdict {}

        /** @param why for the log; the one who asks is not told */
        record Wrong(String why) implements Verdict {}
    }

    /** The challenge that was answered, if that can be read at all. */
    Optional<byte[]> challenge(Shown shown) {
        try {
            CollectedClientData client = clients.convert(shown.client());
            return Optional.ofNullable(client).map(read -> read.getChallenge().getValue());
        } catch (WebAuthnException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Nothing when anything is not right. */
    Optional<Attested> made(RelyingParty party, byte[] challenge, Shown.New shown) {
        try {
            var data = checks.verify(
                    new RegistrationRequest(shown.attestation(), shown.client()),
                    new RegistrationParameters(property(party, challenge), parameters(), true, true));
            AuthenticatorData<?> seen = Objects.requireNonNull(data.getAttestationObject(), "attestation")
                    .getAuthenticatorData();
            var credential = Objects.requireNonNull(seen.getAttestedCredentialData(), "credential");
            return Optional.of(new Attested(credential.getCredentialId(), attested.convert(credential), marks(seen)));
        } catch (WebAuthnException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @param kept as {@link #made} gave it; @param last its marks at the last use */
    Verdict signed(RelyingParty party, byte[] challenge, Shown.Signed shown, byte[] kept, Marks last) {
        try {
            var record = new CredentialRecordImpl(
                    new NoneAttestationStatement(),
                    true,
                    last.eligible(),
                    last.backedUp(),
                    last.count(),
                    attested.convert(kept),
                    null,
                    null,
                    null,
                    null);
            var data = checks.verify(
                    new AuthenticationRequest(
                            shown.credential(),
                            shown.handle(),
                            shown.authenticator(),
                            shown.client(),
                            shown.signature()),
                    new AuthenticationParameters(
                            property(party, challenge), record, List.of(shown.credential()), true, true));
            return new Verdict.Right(marks(Objects.requireNonNull(data.getAuthenticatorData(), "authenticator")));
        } catch (MaliciousCounterValueException e) {
            return new Verdict.Counted();
        } catch (WebAuthnException | IllegalArgumentException e) {
            return new Verdict.Wrong(e.getClass().getSimpleName());
        }
    }

    private static ServerProperty property(RelyingParty party, byte[] challenge) {
        return new ServerProperty(new Origin(party.origin()), party.id(), new DefaultChallenge(challenge));
    }

    private static List<PublicKeyCredentialParameters> parameters() {
        return ALGORITHMS.stream()
                .map(one -> new PublicKeyCredentialParameters(
                        PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(one)))
                .toList();
    }

    private static Marks marks(AuthenticatorData<?> seen) {
        return new Marks(seen.getSignCount(), seen.isFlagBE(), seen.isFlagBS());
    }
}
