package io.gatehouse.gateway.sitebook;

import io.gatehouse.gateway.journal.Storage;
import io.gatehouse.gateway.sitebook.SiteBookFiles.Slots;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.sitebook.Revocation;
import io.gatehouse.protocol.sitebook.SignedDelta;
import io.gatehouse.protocol.sitebook.SignedRevocation;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteBookDelta.Digested;
import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The site books on the disk and which of them counts. A book is a whole one and the deltas upon it; each was signed by the
 * fleet, and is believed only when its signature is checked, at every start anew. The one that proved itself stays until
 * the next one has. Blocks; one call at a time.
 */
final class BookShelf {

    private static final Logger LOG = LoggerFactory.getLogger(BookShelf.class);

    private final GatewayId gateway;
    private final PublicKey fleetKey;
    private final SiteBookFiles files;
    private final TreeMap<Long, byte[]> signedRevocations = new TreeMap<>();
    private final TreeMap<Long, Revocation> revocations = new TreeMap<>();
    private Slots slots;

    BookShelf(GatewayId gateway, PublicKey fleetKey, Storage storage) throws IOException {
        this.gateway = gateway;
        this.fleetKey = fleetKey;
        this.files = new SiteBookFiles(storage);
        this.slots = files.slots();
        files.revocations().revocations().forEach(this::remember);
    }

    Slots slots() {
        return slots;
    }

    /** Those that are kept over the book, by number. */
    Map<Long, Revocation> revocations() {
        return revocations;
    }

    /** The book that proved itself last; when it is damaged the one before, else whatever there is that is sound. */
    Optional<Digested> load() throws IOException {
        Set<Long> candidates = new LinkedHashSet<>(List.of(slots.confirmed(), slots.before()));
        List<Long> rest = new ArrayList<>(files.versions(SiteBookFiles.WHOLE));
        rest.addAll(files.versions(SiteBookFiles.DELTA));
        rest.sort((one, other) -> Long.compare(other, one));
        candidates.addAll(rest);
        candidates.remove(0L);
        for (long version : candidates) {
            Optional<Digested> book = version == slots.failed()
                    ? Optional.empty()
                    : chain(version).fold(Optional::of, refusal -> {
                        LOG.warn("site book {} is not used: {}", version, refusal.message());
                        return Optional.empty();
                    });
            if (book.isPresent()) {
                return book;
            }
        }
        return Optional.empty();
    }

    /** The version as the disk has it. */
    Decoded<Digested> chain(long version) throws IOException {
        Optional<Long> base = base(version);
        if (base.isEmpty()) {
            return Decoded.malformed(RefusalCode.MISSING_FIELD, "there is no whole book below version " + version);
        }
        Decoded<Digested> book = whole(files.read(base.get(), SiteBookFiles.WHOLE));
        for (long next = base.get() + 1; next <= version; next++) {
            if (!files.versions(SiteBookFiles.DELTA).contains(next)) {
                return Decoded.malformed(RefusalCode.MISSING_FIELD, "the delta to version " + next + " is missing");
            }
            byte[] delta = files.read(next, SiteBookFiles.DELTA);
            book = book.then(kept -> applied(kept, delta));
        }
        return book.then(kept -> kept.book().version() == version
                ? Decoded.ok(kept)
                : Decoded.malformed(RefusalCode.OUT_OF_RANGE, "version " + version + " says it is another"));
    }

    private Optional<Long> base(long version) throws IOException {
        return files.versions(SiteBookFiles.WHOLE).stream()
                .filter(one -> one <= version)
                .findFirst();
    }

    /** How many deltas lie upon the whole book below the version. */
    long depth(long version) throws IOException {
        return version - base(version).orElse(version);
    }

    /** A whole book as it came: signed, for this gateway. */
    Decoded<Digested> whole(byte[] signed) {
        return SignedSiteBook.read(signed)
                .then(wrapped -> wrapped.open(fleetKey))
                .then(this::isOurs)
                .then(book -> Decoded.ok(Digested.of(book.inOrder(book.revokedUpTo()))));
    }

    /** What comes of a book and a delta as it came. */
    Decoded<Digested> applied(Digested kept, byte[] signedDelta) {
        return SignedDelta.read(signedDelta)
                .then(wrapped -> wrapped.open(fleetKey))
                .then(delta -> delta.appliedTo(kept));
    }

    private Decoded<SiteBook> isOurs(SiteBook book) {
        return book.gateway().equals(gateway)
                ? Decoded.ok(book)
                : Decoded.malformed(RefusalCode.OUT_OF_RANGE, "the site book is for " + book.gateway());
    }

    void put(long version, byte[] whole) throws IOException {
        files.write(version, SiteBookFiles.WHOLE, whole);
    }

    /** Keeps deltas that were checked; the first leads from a version that is kept. */
    void put(List<byte[]> deltas) throws IOException {
        for (byte[] delta : deltas) {
            long version = SignedDelta.read(delta).fold(SignedDelta::version, refusal -> 0L);
            files.write(version, SiteBookFiles.DELTA, delta);
        }
    }

    /**
     * From now on this version counts at a start. What no version needs any more goes; behind a whole book that takes
     * something away, all that was before, since it would give it back, and the key of it.
     */
    void confirm(SiteBook book) throws IOException {
        long upTo = book.revokedUpTo() == null ? 0 : book.revokedUpTo();
        boolean alone =
                slots.confirmed() != book.version() && upTo > slots.confirmedUpTo() && depth(book.version()) == 0;
        if (slots.confirmed() != book.version()) {
            set(new Slots(book.version(), upTo, alone ? 0 : slots.confirmed(), alone ? 0 : slots.confirmedUpTo(), 0));
        }
        long everywhere = slots.before() == 0 ? slots.confirmedUpTo() : slots.beforeUpTo();
        if (!revocations.headMap(everywhere, true).isEmpty()) {
            revocations.headMap(everywhere, true).clear();
            signedRevocations.headMap(everywhere, true).clear();
            files.write(new SiteBookFiles.Kept(List.copyOf(signedRevocations.values())));
        }
        long oldest = slots.before() == 0 ? book.version() : slots.before();
        drop(base(oldest).orElse(oldest), book.version());
        if (alone) {
            files.changeKey();
        }
    }

    /** The version has not proved itself and is not tried again. */
    void giveUp(long version) throws IOException {
        set(new Slots(slots.confirmed(), slots.confirmedUpTo(), slots.before(), slots.beforeUpTo(), version));
        drop(0, version - 1);
    }

    private void set(Slots next) throws IOException {
        files.write(next);
        slots = next;
    }

    private void drop(long oldest, long newest) throws IOException {
        for (String kind : List.of(SiteBookFiles.WHOLE, SiteBookFiles.DELTA)) {
            for (long version : files.versions(kind)) {
                if (version < oldest || version > newest) {
                    files.delete(version, kind);
                }
            }
        }
    }

    /** Keeps it over the book in force until a book has it worked in. Durable when it returns. */
    Decoded<Revocation> keep(SignedRevocation signed) throws IOException {
        Decoded<Revocation> opened = signed.open(fleetKey);
        if (opened instanceof Decoded.Ok<Revocation> ok
                && !revocations.containsKey(ok.value().seq())) {
            TreeMap<Long, byte[]> all = new TreeMap<>(signedRevocations);
            all.put(ok.value().seq(), WireFormat.CBOR.write(signed));
            files.write(new SiteBookFiles.Kept(List.copyOf(all.values())));
            remember(WireFormat.CBOR.write(signed));
        }
        return opened;
    }

    private void remember(byte @Nullable [] signed) {
        if (signed != null) {
            WireFormat.CBOR
                    .read(signed, SignedRevocation.class)
                    .then(one -> one.open(fleetKey))
                    .fold(
                            one -> {
                                signedRevocations.put(one.seq(), signed);
                                return revocations.put(one.seq(), one) == null;
                            },
                            refusal -> {
                                LOG.error("a kept revocation is not used: {}", refusal.message());
                                return false;
                            });
        }
    }
}
