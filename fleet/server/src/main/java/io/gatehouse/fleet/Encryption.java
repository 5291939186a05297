package io.gatehouse.fleet;

import io.gatehouse.fleet.authority.Authorities;
import io.gatehouse.fleet.core.AuthorityFiles;
import io.gatehouse.fleet.web.WebEncryption;
import io.gatehouse.identity.ClientTrust;
import io.gatehouse.identity.HeldKey;
import io.gatehouse.identity.ServerCertificate;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the encrypted listeners show, a certificate that was given or one of the fleet's own authority, and which clients
 * they believe: those that the authority has certified.
 */
final class Encryption {

    private static final Logger LOG = LoggerFactory.getLogger(Encryption.class);
    private static final long LOOK_EVERY_MILLIS = TimeUnit.HOURS.toMillis(6);
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?");

    private final KeyCertOptions shown;
    private final TrustOptions clients;
    private final @Nullable Own own;

    /** The fleet's own certificate, and what renews it. */
    private record Own(ServerCertificate certificate, HeldKey key) {

        /** Blocks; one at a time, for a timer and a change of the authority may look at once. */
        synchronized void look() {
            try {
                if (certificate.renew(key)) {
                    LOG.info("the listeners show a new certificate from now on");
                }
            } catch (IOException e) {
                LOG.error("the listeners' certificate was not renewed", e);
            }
        }
    }

    private Encryption(KeyCertOptions shown, TrustOptions clients, @Nullable Own own) {
        this.shown = shown;
        this.clients = clients;
        this.own = own;
    }

    /** The authority that the settings give, or nothing. */
    static Optional<AuthorityFiles> authority(FleetSettings settings) {
        return pair(settings.ca().certificate(), settings.ca().key(), "gatehouse.fleet.ca.key")
                .map(pair -> new AuthorityFiles(pair.certificate, pair.key));
    }

    /**
     * Opens the certificate of the listeners, making it when none is given. Blocks.
     *
     * @throws StartRefusal when it cannot be made or read
     */
    static Encryption open(FleetSettings settings, Authorities authorities, Surroundings surroundings) {
        TrustOptions clients = TrustOptions.wrap(new ClientTrust(authorities::trusted, surroundings.clock()));
        Optional<Pair> given = pair(settings.tls().certificate(), settings.tls().key(), "gatehouse.fleet.tls.key");
        if (given.isPresent()) {
            PemKeyCertOptions pem = new PemKeyCertOptions()
                    .setCertPath(given.get().certificate.toString())
                    .setKeyPath(given.get().key.toString());
            return new Encryption(pem, clients, null);
        }
        ServerCertificate certificate = new ServerCertificate(
                authorities::serving,
                settings.data().resolve("tls"),
                names(settings),
                surroundings.clock(),
                surroundings.random());
        try {
            HeldKey key = certificate.open();
            Own own = new Own(certificate, key);
            authorities.onChange(own::look);
            return new Encryption(KeyCertOptions.wrap(key), clients, own);
        } catch (IOException e) {
            throw new StartRefusal(
                    "gatehouse.fleet.data", "the listeners' certificate cannot be made: " + e.getMessage());
        }
    }

    KeyCertOptions shown() {
        return shown;
    }

    TrustOptions clients() {
        return clients;
    }

    WebEncryption web() {
        return new WebEncryption(shown, clients);
    }

    /** Looks now and then whether it is time for a new certificate, until Vert.x is closed. */
    void keepFresh(Vertx vertx) {
        Own kept = own;
        if (kept != null) {
            vertx.setPeriodic(
                    LOOK_EVERY_MILLIS,
                    timer -> vertx.executeBlocking(
                                    () -> {
                                        kept.look();
                                        return null;
                                    },
                                    false)
                            .onFailure(failure -> LOG.error("the listeners' certificate was not renewed", failure)));
        }
    }

    private record Pair(Path certificate, Path key) {}

    private static Optional<Pair> pair(Optional<Path> certificate, Optional<Path> key, String option) {
        if (certificate.isPresent() != key.isPresent()) {
            throw new StartRefusal(option, "a certificate needs its key and a key its certificate");
        }
        return certificate.map(path -> new Pair(path, key.orElseThrow()));
    }

    /** By what clients know this server: what the settings say, the machine's name, and the addresses that it listens on. */
    private static List<String> names(FleetSettings settings) {
        Set<String> names = new LinkedHashSet<>();
        settings.tls().names().stream()
                .flatMap(text -> List.of(text.split(",", -1)).stream())
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .forEach(names::add);
        names.add("localhost");
        names.add("127.0.0.1");
        names.add("::1");
        names.addAll(settings.host().equals("0.0.0.0") || settings.host().equals("::") ? ofMachine() : List.of());
        names.add(settings.host());
        names.remove("0.0.0.0");
        names.remove("::");
        return List.copyOf(names);
    }

    private static List<String> ofMachine() {
        List<String> names = new ArrayList<>();
        try {
            String name = InetAddress.getLocalHost().getHostName();
            if (HOST_NAME.matcher(name).matches()) {
                names.add(name);
            }
        } catch (UnknownHostException e) {
            LOG.debug("this machine has no name", e);
        }
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress() && !address.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .sorted()
                    .forEach(names::add);
        } catch (SocketException e) {
            LOG.debug("this machine's addresses cannot be listed", e);
        }
        return names;
    }
}
