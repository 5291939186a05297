package io.gatehouse.gateway.sitebook;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last two site books and checks every one that comes: the fleet's signature, the gateway it is for, and that
 * it is not older than the one in force. A refused book changes nothing. Blocks; call on a worker, one call at a time.
 */
public final class SiteBookStore {

    private static final Logger LOG = LoggerFactory.getLogger(SiteBookStore.class);

    private final GatewayId gateway;
    private final PublicKey fleetKey;
    private final SiteBookFiles files;

    public SiteBookStore(GatewayId gateway, PublicKey fleetKey, Path folder) throws IOException {
        this.gateway = gateway;
        this.fleetKey = fleetKey;
        this.files = new SiteBookFiles(folder);
    }

    /** The newest kept book that is sound; nothing when there is none. */
    public Optional<SiteBookSnapshot> load() throws IOException {
        for (long version : files.versions()) {
            Optional<SiteBookSnapshot> snapshot = snapshot(files.read(version)).fold(Optional::of, refusal -> {
                LOG.warn("site book {} is not used: {}", version, refusal.message());
                return Optional.empty();
            });
            if (snapshot.isPresent()) {
                return snapshot;
            }
        }
        return Optional.empty();
    }

    /** Checks a book that came from the fleet, keeps it and opens it. */
    public Decoded<SiteBookSnapshot> apply(byte[] signed, long versionInForce) throws IOException {
        Decoded<SiteBook> opened = open(signed)
                .then(book -> book.version() > versionInForce
                        ? Decoded.ok(book)
                        : Decoded.malformed(
                                RefusalCode.OUT_OF_RANGE,
                                "version " + book.version() + " is not newer than " + versionInForce + " in force"));
        if (opened instanceof Decoded.Ok<SiteBook> ok) {
            files.write(ok.value().version(), signed);
            Decoded<SiteBookSnapshot> snapshot = snapshot(signed);
            files.dropOld();
            return snapshot;
        }
        return opened.then(never -> Decoded.malformed(RefusalCode.BAD_ENCODING, "not a site book"));
    }

    private Decoded<SiteBook> open(byte[] signed) {
        return SignedSiteBook.read(signed)
                .then(wrapped -> wrapped.open(fleetKey))
                .then(this::fitsHere);
    }

    private Decoded<SiteBook> fitsHere(SiteBook book) {
        if (!book.gateway().equals(gateway)) {
            return Decoded.malformed(RefusalCode.OUT_OF_RANGE, "the site book is for " + book.gateway());
        }
        try {
            ZoneId.of(book.timeZone());
            return Decoded.ok(book);
        } catch (DateTimeException e) {
            return Decoded.malformed(RefusalCode.OUT_OF_RANGE, "there is no time zone " + book.timeZone());
        }
    }

    private Decoded<SiteBookSnapshot> snapshot(byte[] signed) throws IOException {
        Decoded<SiteBook> opened = open(signed);
        if (opened instanceof Decoded.Ok<SiteBook> ok) {
            SiteBook book = ok.value();
            return Decoded.ok(new SiteBookSnapshot(book, CredentialTable.of(book, files.table(book.version()))));
        }
        return opened.then(never -> Decoded.malformed(RefusalCode.BAD_ENCODING, "not a site book"));
    }
}
