package io.gatehouse.protocol.sitebook;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.PatrolPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What makes one version of a gateway's site book out of the one before. Both books are {@link SiteBook#inOrder in order}.
 *
 * @param base the version that it is applied to
 * @param version the version that comes of it
 * @param compiledAt of that version
 * @param digest {@link BookDigest} of that version in hexadecimal digits
 * @param head or nothing when it is the same
 */
public record SiteBookDelta(
        SiteId site,
        GatewayId gateway,
        long base,
        long version,
        long compiledAt,
        String digest,
        @Nullable Head head,
        Changes<SiteBook.Device> devices,
        Changes<SiteBook.Door> doors,
        Changes<SiteBook.AccessPoint> accessPoints,
        Changes<SiteBook.Schedule> schedules,
        Changes<SiteBook.AccessProfile> profiles,
        Changes<SiteBook.Person> people,
        Changes<SiteBook.Credential> credentials,
        Changes<SiteBook.Checkpoint> checkpoints) {

    /** What a book holds beside its lists. */
    public record Head(
            String timeZone,
            byte[] credentialKey,
            @Nullable SiteRules rules,
            @Nullable Long revokedUpTo,
            @Nullable List<String> passKeys,
            @Nullable PatrolPlan patrol,
            @Nullable List<String> authorities) {

        static Head of(SiteBook book) {
            return new Head(
                    book.timeZone(),
                    book.credentialKey(),
                    book.rules(),
                    book.revokedUpTo(),
                    book.passKeys(),
                    book.patrol(),
                    book.authorities());
        }

        Head upTo(@Nullable Long revoked) {
            return new Head(timeZone, credentialKey, rules, revoked, passKeys, patrol, authorities);
        }

        Head passesBy(List<String> keys) {
            return new Head(timeZone, credentialKey, rules, revokedUpTo, keys, patrol, authorities);
        }

        Head patrolledBy(@Nullable PatrolPlan plan) {
            return new Head(timeZone, credentialKey, rules, revokedUpTo, passKeys, plan, authorities);
        }

        Head certifiedBy(@Nullable List<String> certifying) {
            return new Head(timeZone, credentialKey, rules, revokedUpTo, passKeys, patrol, certifying);
        }

        boolean says(Head other) {
            return timeZone.equals(other.timeZone)
                    && Arrays.equals(credentialKey, other.credentialKey)
                    && Objects.equals(rules, other.rules)
                    && Objects.equals(revokedUpTo, other.revokedUpTo)
                    && Objects.equals(passKeys, other.passKeys)
                    && Objects.equals(patrol, other.patrol)
                    && Objects.equals(authorities, other.authorities);
        }
    }

    /**
     * What became of one list.
     *
     * @param put entries that are new or other than before
     * @param removed keys of those that are gone
     */
    public record Changes<T>(List<T> put, List<String> removed) {

        public Changes {
            put = List.copyOf(put);
            removed = List.copyOf(removed);
        }

        boolean isEmpty() {
            return put.isEmpty() && removed.isEmpty();
        }

        /** One walk through both lists, which are in the order of their keys. */
        static <T> Changes<T> between(Sections.Kind<T> kind, List<T> from, List<T> to) {
            if (from == to) {
                return new Changes<>(List.of(), List.of());
            }
            List<T> put = new ArrayList<>();
            List<String> removed = new ArrayList<>();
            int at = 0;
            for (T one : to) {
                String key = kind.key().apply(one);
                while (at < from.size() && kind.key().apply(from.get(at)).compareTo(key) < 0) {
                    removed.add(kind.key().apply(from.get(at++)));
                }
                boolean there =
                        at < from.size() && kind.key().apply(from.get(at)).equals(key);
                if (!there || !from.get(at).equals(one)) {
                    put.add(one);
                }
                at += there ? 1 : 0;
            }
            from.subList(at, from.size()).forEach(gone -> removed.add(kind.key().apply(gone)));
            return new Changes<>(put, removed);
        }

        List<T> applied(Sections.Kind<T> kind, List<T> from) {
            if (isEmpty()) {
                return from;
            }
            Map<String, T> byKey = new HashMap<>();
            put.forEach(one -> byKey.put(kind.key().apply(one), one));
            List<T> result = new ArrayList<>(from.size() + put.size());
            int copied = 0;
            // what lies between two touched entries is copied as it is: a few of 100,000 cost next to nothing
            for (String key : new TreeSet<>(keys(kind))) {
                int found = kind.find(from, key);
                int place = found < 0 ? -1 - found : found;
                result.addAll(from.subList(copied, place));
                copied = found < 0 ? place : place + 1;
                T now = byKey.get(key);
                if (now != null) {
                    result.add(now);
                }
            }
            result.addAll(from.subList(copied, from.size()));
            return List.copyOf(result);
        }

        /** Keys of all that is touched. */
        Set<String> keys(Sections.Kind<T> kind) {
            Set<String> keys = new HashSet<>(removed);
            put.forEach(one -> keys.add(kind.key().apply(one)));
            return keys;
        }
    }

    /** What leads from one book to the other; nothing of it says that they are of the same gateway. */
    public static SiteBookDelta between(SiteBook from, SiteBook to, BookDigest digest) {
        Head head = Head.of(to);
        return new SiteBookDelta(
                to.site(),
                to.gateway(),
                from.version(),
                to.version(),
                to.compiledAt(),
                digest.hex(),
                head.says(Head.of(from)) ? null : head,
                Changes.between(Sections.DEVICES, from.devices(), to.devices()),
                Changes.between(Sections.DOORS, from.doors(), to.doors()),
                Changes.between(Sections.POINTS, from.accessPoints(), to.accessPoints()),
                Changes.between(Sections.SCHEDULES, from.schedules(), to.schedules()),
                Changes.between(Sections.PROFILES, from.profiles(), to.profiles()),
                Changes.between(Sections.PEOPLE, from.people(), to.people()),
                Changes.between(Sections.CREDENTIALS, from.credentials(), to.credentials()),
                Changes.between(Sections.CHECKPOINTS, from.checkpoints(), to.checkpoints()));
    }

    /** The same, and what is not known yet: the digest of the book that it leads to. */
    public static SiteBookDelta between(Digested from, SiteBook to) {
        SiteBookDelta draft = between(from.book(), to, from.digest());
        return draft.isEmpty() ? draft : draft.leadingTo(from.digest().after(from.book(), to, draft));
    }

    private SiteBookDelta leadingTo(BookDigest result) {
        return new SiteBookDelta(
                site,
                gateway,
                base,
                version,
                compiledAt,
                result.hex(),
                head,
                devices,
                doors,
                accessPoints,
                schedules,
                profiles,
                people,
                credentials,
                checkpoints);
    }

    /** Whether the two books say the same. */
    public boolean isEmpty() {
        return head == null
                && devices.isEmpty()
                && doors.isEmpty()
                && accessPoints.isEmpty()
                && schedules.isEmpty()
                && profiles.isEmpty()
                && people.isEmpty()
                && credentials.isEmpty()
                && checkpoints.isEmpty();
    }

    /** The book that comes of it; refused when it is for another book, or when the digest is not what it should be. */
    public Decoded<Digested> appliedTo(Digested kept) {
        SiteBook from = kept.book();
        if (from.version() != base || !from.gateway().equals(gateway) || version <= base) {
            return Decoded.malformed(
                    RefusalCode.OUT_OF_RANGE,
                    "the delta leads from version " + base + " of " + gateway + " to " + version + ", kept is version "
                            + from.version() + " of " + from.gateway());
        }
        SiteBook to = new Sections(
                        devices.applied(Sections.DEVICES, from.devices()),
                        doors.applied(Sections.DOORS, from.doors()),
                        accessPoints.applied(Sections.POINTS, from.accessPoints()),
                        schedules.applied(Sections.SCHEDULES, from.schedules()),
                        profiles.applied(Sections.PROFILES, from.profiles()),
                        people.applied(Sections.PEOPLE, from.people()),
                        credentials.applied(Sections.CREDENTIALS, from.credentials()),
                        checkpoints.applied(Sections.CHECKPOINTS, from.checkpoints()))
                .book(new Sections.Title(site, gateway, version, compiledAt), head == null ? Head.of(from) : head);
        BookDigest made = kept.digest().after(from, to, this);
        return made.hex().equals(digest)
                ? Decoded.ok(new Digested(to, made))
                : Decoded.malformed(
                        RefusalCode.BAD_ENCODING,
                        "what comes of the delta to version " + version + " is not what the fleet has");
    }

    /** A book in order, and its digest. */
    public record Digested(SiteBook book, BookDigest digest) {

        public static Digested of(SiteBook book) {
            return new Digested(book, BookDigest.of(book));
        }
    }

    public byte[] toBytes() {
        return WireFormat.CBOR.write(this);
    }

    public static Decoded<SiteBookDelta> read(byte[] bytes) {
        return WireFormat.CBOR.read(bytes, SiteBookDelta.class);
    }
}
