package io.gatehouse.fleet.authority;

import io.gatehouse.identity.CertificateAuthority;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The authorities whose keys are in the folder of keys, and the one that the operator gives. */
final class AuthorityKeys {

    private static final int NAME_BYTES = 4;

    private final Path folder;
    private final Optional<CertificateAuthority> given;
    private final Surroundings surroundings;
    private final Map<String, CertificateAuthority> opened = new ConcurrentHashMap<>();

    AuthorityKeys(Path folder, Optional<CertificateAuthority> given, Surroundings surroundings) {
        this.folder = folder;
        this.given = given;
        this.surroundings = surroundings;
        given.ifPresent(one -> opened.put(one.fingerprint(), one));
    }

    Optional<CertificateAuthority> given() {
        return given;
    }

    /** The one with this fingerprint; nothing when its key is not here. */
    Optional<CertificateAuthority> of(String fingerprint) {
        CertificateAuthority known = opened.get(fingerprint);
        return known != null ? Optional.of(known) : inFolder(fingerprint);
    }

    private Optional<CertificateAuthority> inFolder(String fingerprint) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("ca") && name.endsWith(".crt"))
                    .map(name -> name.substring(0, name.length() - ".crt".length()))
                    .filter(name -> Files.exists(folder.resolve(name + ".key")))
                    .map(this::named)
                    .forEach(one -> opened.put(one.fingerprint(), one));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.ofNullable(opened.get(fingerprint));
    }

    /** The folder's first, made when there is none. */
    CertificateAuthority first() {
        return named("ca");
    }

    /** Another one, its key on the disk when it is handed out. */
    CertificateAuthority another() {
        return named("ca-" + Surroundings.hex(surroundings.random(), NAME_BYTES));
    }

    private CertificateAuthority named(String name) {
        try {
            CertificateAuthority one =
                    CertificateAuthority.ensure(folder, name, surroundings.clock(), surroundings.random());
            opened.put(one.fingerprint(), one);
            return one;
        } catch (IOException e) {
            throw new StartRefusal(
                    "gatehouse.fleet.data", "the authority in " + folder + " cannot be used: " + e.getMessage());
        }
    }
}
