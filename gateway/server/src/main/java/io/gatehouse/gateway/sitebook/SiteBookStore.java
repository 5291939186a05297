package io.gatehouse.gateway.sitebook;

import io.gatehouse.gateway.journal.FileStorage;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.sitebook.Revocation;
import io.gatehouse.protocol.sitebook.SignedRevocation;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteBookDelta.Digested;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps site books and opens them. A book that comes is checked (the fleet's signature, the gateway it is for, newer than
 * the one in force, nothing that a site would stand still with) and taken on trial; the one that proved itself stays until
 * {@link #confirm}. A refused book changes nothing. Blocks; call on a worker, one call at a time.
 */
public final class SiteBookStore {

    private static final Logger LOG = LoggerFactory.getLogger(SiteBookStore.class);

    /** With more deltas than this upon a whole book, the next one is fetched whole: a start has to read them all. */
    private static final int MOST_DELTAS = 100;
    /** How many credentials are asked for before a book counts as opened. */
    private static final int ASKED = 200;

    private final BookShelf shelf;
    private final Path folder;
    /** The book in force without the revocations over it; read from the disk again when memory was short. */
    private SoftReference<@Nullable Digested> book = new SoftReference<>(null);

    private long version;
    private long revokedUpTo;

    public SiteBookStore(GatewayId gateway, PublicKey fleetKey, Path folder) throws IOException {
        this.folder = folder;
        this.shelf = new BookShelf(gateway, fleetKey, new FileStorage(folder));
        // it holds devices' secrets
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /**
     * What a gateway says of its books and of what is kept over them.
     *
     * @param confirmed the version that proved itself last, 0 when none
     * @param givenUp the version that was given up after a trial, 0 when none
     * @param revokedUpTo the book in force has revocations up to this number worked in
     * @param revocations those that are kept over it
     */
    public record Standing(long confirmed, long givenUp, long revokedUpTo, List<Long> revocations) {}

    public Standing standing() {
        return new Standing(
                shelf.slots().confirmed(),
                shelf.slots().failed(),
                revokedUpTo,
                List.copyOf(shelf.revocations().keySet()));
    }

    /** The kept book that is to decide from the start; nothing when there is none. */
    public Optional<SiteBookSnapshot> load() throws IOException {
        Optional<Digested> loaded = shelf.load();
        if (loaded.isEmpty()) {
            return Optional.empty();
        }
        shelf.confirm(loaded.get().book());
        return Optional.of(inForce(loaded.get()));
    }

    /** Whether what changed is enough, or the whole book is better fetched. */
    public boolean takesDeltas() throws IOException {
        return version > 0 && shelf.depth(version) < MOST_DELTAS;
    }

    /** Checks a whole book that came from the fleet, keeps it, opens it and has it in force at once and for good. */
    public Decoded<SiteBookSnapshot> apply(byte[] signed, long versionInForce) throws IOException {
        version = Math.max(version, versionInForce);
        Decoded<SiteBookSnapshot> opened = tryOn(signed);
        if (opened instanceof Decoded.Ok<SiteBookSnapshot> ok) {
            confirm(ok.value().version());
        }
        return opened;
    }

    /** Checks a whole book that came from the fleet, keeps it on trial and opens it. */
    public Decoded<SiteBookSnapshot> tryOn(byte[] signed) throws IOException {
        return onTrial(shelf.whole(signed), made -> shelf.put(made.book().version(), signed));
    }

    /** The same with what changed since the version in force, in one or several steps. */
    public Decoded<SiteBookSnapshot> tryOn(List<byte[]> deltas) throws IOException {
        Decoded<Digested> made = kept();
        for (byte[] delta : deltas) {
            made = made.then(base -> shelf.applied(base, delta));
        }
        return onTrial(made, done -> shelf.put(deltas));
    }

    private interface Keeping {
        void keep(Digested made) throws IOException;
    }

    private Decoded<SiteBookSnapshot> onTrial(Decoded<Digested> came, Keeping keeping) throws IOException {
        Decoded<Digested> checked = came.then(this::isNewer);
        if (!(checked instanceof Decoded.Ok<Digested> ok)) {
            return refused(((Decoded.Malformed<Digested>) checked).refusal());
        }
        Optional<String> problem = BookCheck.problem(
                version == 0 ? null : kept().fold(Digested::book, refusal -> null),
                ok.value().book());
        if (problem.isPresent()) {
            return Decoded.malformed(RefusalCode.OUT_OF_RANGE, problem.get());
        }
        keeping.keep(ok.value());
        try {
            return Decoded.ok(inForce(ok.value()));
        } catch (RuntimeException e) {
            LOG.error("site book {} cannot be opened", ok.value().book().version(), e);
            return Decoded.malformed(RefusalCode.OUT_OF_RANGE, "it cannot be opened: " + e.getMessage());
        }
    }

    private Decoded<Digested> isNewer(Digested made) {
        long number = made.book().version();
        if (number <= version) {
            return Decoded.malformed(
                    RefusalCode.OUT_OF_RANGE, "version " + number + " is not newer than " + version + " in force");
        }
        return number == shelf.slots().failed()
                ? Decoded.malformed(RefusalCode.OUT_OF_RANGE, "version " + number + " was tried and given up")
                : Decoded.ok(made);
    }

    /** The version has proved itself: it counts at the next start, and revocations that it has worked in go. */
    public void confirm(long proven) throws IOException {
        Decoded<Digested> kept = kept();
        if (kept instanceof Decoded.Ok<Digested> ok && ok.value().book().version() == proven) {
            shelf.confirm(ok.value().book());
        }
    }

    /** The book in force has not proved itself: the last one that has is in force again, when there is one. */
    public Optional<SiteBookSnapshot> goBack() throws IOException {
        long failed = version;
        Decoded<Digested> last = shelf.chain(shelf.slots().confirmed());
        if (last instanceof Decoded.Ok<Digested> ok) {
            SiteBookSnapshot snapshot = inForce(ok.value());
            shelf.giveUp(failed);
            return Optional.of(snapshot);
        }
        return Optional.empty();
    }

    /**
     * Keeps the revocations and opens the book in force with what they take away.
     *
     * @return nothing when no book is in force, or when none of them is by the fleet
     */
    public Optional<SiteBookSnapshot> revoke(List<SignedRevocation> revocations) throws IOException {
        int taken = 0;
        for (SignedRevocation each : revocations) {
            Decoded<Revocation> kept = shelf.keep(each);
            if (kept instanceof Decoded.Malformed<Revocation> refused) {
                LOG.error("a revocation is refused: {}", refused.refusal().message());
            } else {
                taken++;
            }
        }
        Decoded<Digested> kept = kept();
        return taken > 0 && kept instanceof Decoded.Ok<Digested> ok
                ? Optional.of(inForce(ok.value()))
                : Optional.empty();
    }

    private Decoded<Digested> kept() throws IOException {
        Digested there = book.get();
        if (there != null) {
            return Decoded.ok(there);
        }
        if (version == 0) {
            return Decoded.malformed(RefusalCode.OUT_OF_RANGE, "no book is in force yet");
        }
        Decoded<Digested> read = shelf.chain(version);
        read.fold(
                ok -> {
                    book = new SoftReference<>(ok);
                    return true;
                },
                refusal -> false);
        return read;
    }

    private SiteBookSnapshot inForce(Digested made) throws IOException {
        SiteBook less = Revocation.over(made.book(), shelf.revocations().values());
        String name = "sitebook-" + made.book().version() + "-"
                + made.digest().hex().substring(0, 16) + "-" + lastRevocation() + ".db";
        // a table takes longer than all the rest: a change of one person must not wait for it
        CredentialTable table =
                shelf.depth(made.book().version()) == 0 ? CredentialTable.of(less, folder.resolve(name)) : null;
        SiteBookSnapshot snapshot = new SiteBookSnapshot(less, table);
        less.credentials().stream().limit(ASKED).forEach(one -> {
            if (!snapshot.holds(one)) {
                throw new IllegalStateException("a credential is not found in it");
            }
        });
        book = new SoftReference<>(made);
        version = made.book().version();
        revokedUpTo = Optional.ofNullable(made.book().revokedUpTo()).orElse(0L);
        dropTablesBut(name);
        return snapshot;
    }

    private long lastRevocation() {
        return shelf.revocations().keySet().stream().reduce(0L, Math::max);
    }

    /** A cache; one that is still open goes when it is closed. */
    private void dropTablesBut(String name) throws IOException {
        try (Stream<Path> there = Files.list(folder)) {
            for (Path table : there.filter(file -> {
                        String other = file.getFileName().toString();
                        return other.contains(".db") && !other.equals(name);
                    })
                    .toList()) {
                Files.deleteIfExists(table);
            }
        }
    }

    private static <T> Decoded<T> refused(Refusal refusal) {
        return Decoded.malformed(refusal.code(), refusal.message());
    }
}
