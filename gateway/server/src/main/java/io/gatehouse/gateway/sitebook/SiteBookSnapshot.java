package io.gatehouse.gateway.sitebook;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.PackedCredentials;
import io.gatehouse.identity.AuthorityId;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A site book in force: indexed for asking, immutable, safe from any thread. */
public final class SiteBookSnapshot implements AutoCloseable {

    private final long version;
    private final SiteId site;
    private final AccessBook packed;
    private final List<PublicKey> passKeys;
    private final List<X509Certificate> authorities;
    private final Set<String> authorityIds;
    private final @Nullable CredentialTable credentials;
    private final PatrolInBook patrol;
    private final Map<DeviceId, SiteBook.Device> devices = new LinkedHashMap<>();

    /** @param credentials the table on the disk, or nothing for a book that differs a little from one that has it */
    SiteBookSnapshot(SiteBook book, @Nullable CredentialTable credentials) {
        this.version = book.version();
        this.site = book.site();
        this.packed = AccessBook.of(book);
        this.credentials = credentials;
        this.patrol = PatrolInBook.of(book);
        this.passKeys = Optional.ofNullable(book.passKeys()).orElse(List.of()).stream()
                .flatMap(SiteBookSnapshot::key)
                .toList();
        this.authorities = Optional.ofNullable(book.authorities()).orElse(List.of()).stream()
                .flatMap(SiteBookSnapshot::certificate)
                .toList();
        this.authorityIds = authorities.stream().map(AuthorityId::of).collect(Collectors.toUnmodifiableSet());
        book.devices().forEach(one -> devices.put(one.id(), one));
    }

    /** One that cannot be read proves nothing. */
    private static Stream<PublicKey> key(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Stream.of(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(bytes)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    /** One that cannot be read proves nothing. */
    private static Stream<X509Certificate> certificate(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Stream.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    /** Who certifies, the one that does now first; none as long as it is the one that the gateway has enrolled with. */
    public List<X509Certificate> authorities() {
        return authorities;
    }

    /** Whether what this authority has issued counts; a book that names none leaves that to the handshake. */
    public boolean believes(String authorityId) {
        return authorityIds.isEmpty() || authorityIds.contains(authorityId);
    }

    /** Whose signatures under passes and phones' grants count. */
    public List<PublicKey> passKeys() {
        return passKeys;
    }

    /** How rounds are made here. */
    public PatrolInBook patrol() {
        return patrol;
    }

    public long version() {
        return version;
    }

    public SiteId site() {
        return site;
    }

    /** The book as the decision reads it. */
    public AccessBook packed() {
        return packed;
    }

    public Optional<SiteBook.Device> device(DeviceId id) {
        return Optional.ofNullable(devices.get(id));
    }

    public List<SiteBook.Device> devices() {
        return List.copyOf(devices.values());
    }

    public Optional<SiteBook.Door> door(String id) {
        int door = packed.doorNumber(id);
        return door == AccessBook.NOTHING
                ? Optional.empty()
                : Optional.of(packed.door(door).door());
    }

    /** Whether the credential is found, in the packed book and in the table when there is one, as it was written. */
    boolean holds(SiteBook.Credential credential) {
        int found = packed.credentials()
                .find(PackedCredentials.high(credential.ref()), PackedCredentials.low(credential.ref()));
        return found != AccessBook.NOTHING
                && (credentials == null
                        || credentials
                                .find(credential.ref())
                                .filter(credential::equals)
                                .isPresent());
    }

    /** The name of a person, or nothing when the book has none of that id. */
    public Optional<String> personName(String id) {
        int person = packed.people().find(id);
        return person == AccessBook.NOTHING
                ? Optional.empty()
                : Optional.of(packed.people().name(person));
    }

    @Override
    public void close() {
        if (credentials != null) {
            credentials.close();
        }
    }
}
