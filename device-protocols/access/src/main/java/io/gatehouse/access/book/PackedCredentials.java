package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of a book: eight longs each, found by the 128 bits of their reference, with what is to be known about
 * their person beside, so that a decision looks into memory once for both. Only what is not plain has an object besides.
 * Immutable.
 */
public final class PackedCredentials {

    private static final CredentialState[] STATES = CredentialState.values();
    private static final int LONGS = 8;
    /** Before the first: an array's content begins 16 bytes after it, and a record should be in one line of the cache. */
    private static final int PAD = 6;

    private static final int FROM = 2;
    private static final int TO = 3;
    private static final int PERSON_AND_STATE = 4;
    private static final int PROFILES_AND_EXTRA = 5;
    private static final int PERSON_BITS = 6;
    private static final int PERSON_KEY = 7;

    private final long[] records;
    private final int[] slots;
    private final ProfileSets profileSets;
    private final List<RulesInBook.Extra> extras = new ArrayList<>();

    PackedCredentials(List<SiteBook.Credential> credentials, PackedPeople people, Numbering numbering) {
        this.records = new long[PAD + credentials.size() * LONGS];
        this.slots = new int[Slots.capacity(credentials.size())];
        ProfileSets.Filling sets = ProfileSets.filling(numbering.profiles());
        List<Integer> replacing = new ArrayList<>();
        int number = 0;
        for (SiteBook.Credential credential : credentials) {
            pack(number, credential, sets.place(credential.profiles()), people);
            CredentialRules rules = credential.rules();
            if (rules != null && !rules.equals(CredentialRules.PLAIN)) {
                extra(number, rules, numbering);
                if (rules.replaces() != null) {
                    replacing.add(number);
                }
            }
            number++;
        }
        this.profileSets = sets.filled();
        replacing.forEach(this::replace);
    }

    private PackedCredentials(long[] record, int[] profiles, int visit) {
        this.records = record;
        this.slots = new int[Slots.capacity(1)];
        this.profileSets = ProfileSets.of(profiles);
        Slots.put(slots, record[PAD + 1], 0);
        if (visit != AccessBook.NOTHING) {
            put(0, new RulesInBook.Extra(CredentialRules.PLAIN, AccessBook.NOTHING, visit, AccessBook.NOTHING));
        }
    }

    /** One credential alone, without a time of its own. */
    static PackedCredentials ofGuest(Guest guest, PackedPeople people, int person, int[] profiles, int visit) {
        CredentialState state = guest.fold(Guest.Visitor::state, Guest.Resident::state);
        long[] record = new long[PAD + LONGS];
        fill(record, 0, new SiteBook.Credential(guest.ref(), null, state, null, null, List.of()), people, person);
        return new PackedCredentials(record, profiles, visit);
    }

    /** Profiles of all the person's credentials that are enabled; a walk over all there are. */
    int[] profilesOf(int person) {
        return IntStream.range(0, size())
                .filter(one -> person(one) == person && state(one) == CredentialState.ENABLED)
                .flatMap(one -> Arrays.stream(profileSets.at(profilesAt(one))))
                .distinct()
                .toArray();
    }

    /** How credentials' references to other things become numbers. */
    record Numbering(Numbers profiles, Numbers permits, Numbers visits) {}

    private void pack(int number, SiteBook.Credential credential, int profiles, PackedPeople people) {
        int person = credential.person() == null ? AccessBook.NOTHING : people.find(credential.person());
        fill(records, number, credential, people, person);
        records[at(number) + PROFILES_AND_EXTRA] = (long) profiles << 32;
        Slots.put(slots, records[at(number) + 1], number);
    }

    private static void fill(
            long[] records, int number, SiteBook.Credential credential, PackedPeople people, int person) {
        int at = at(number);
        records[at] = high(credential.ref());
        records[at + 1] = low(credential.ref());
        records[at + FROM] = credential.validFrom() == null ? Long.MIN_VALUE : credential.validFrom();
        records[at + TO] = credential.validTo() == null ? Long.MAX_VALUE : credential.validTo();
        records[at + PERSON_AND_STATE] =
                (long) person << 32 | credential.state().ordinal();
        records[at + PERSON_BITS] = person == AccessBook.NOTHING ? 0 : people.bits(person);
        records[at + PERSON_KEY] = person == AccessBook.NOTHING ? 0 : people.key(person);
    }

    private static int at(int number) {
        return PAD + number * LONGS;
    }

    private void extra(int number, CredentialRules rules, Numbering numbering) {
        put(
                number,
                new RulesInBook.Extra(
                        rules,
                        missing(rules.permit(), numbering.permits()),
                        missing(rules.visit(), numbering.visits()),
                        AccessBook.NOTHING));
    }

    /** One that is named and not there is {@link AccessBook#MISSING}, which lets nobody pass. */
    private static int missing(@Nullable String id, Numbers numbers) {
        int found = numbers.find(id);
        return id != null && found == AccessBook.NOTHING ? AccessBook.MISSING : found;
    }

    private void put(int number, RulesInBook.Extra extra) {
        int at = at(number) + PROFILES_AND_EXTRA;
        int before = (int) records[at];
        if (before > 0) {
            extras.set(before - 1, extra);
        } else {
            extras.add(extra);
            records[at] |= extras.size();
        }
    }

    private void replace(int number) {
        String replaced = rules(number).replaces();
        int idle = replaced == null ? AccessBook.NOTHING : find(high(replaced), low(replaced));
        if (idle != AccessBook.NOTHING) {
            RulesInBook.Extra plain = new RulesInBook.Extra(
                    CredentialRules.PLAIN, AccessBook.NOTHING, AccessBook.NOTHING, AccessBook.NOTHING);
            put(idle, Objects.requireNonNullElse(extra(idle), plain).replacedBy(number));
        }
    }

    private RulesInBook.@Nullable Extra extra(int credential) {
        int extra = (int) records[at(credential) + PROFILES_AND_EXTRA];
        return extra == 0 ? null : extras.get(extra - 1);
    }

    /** The first half of a reference in hex. */
    public static long high(String ref) {
        return Hex.longAt(ref, 0);
    }

    /** The second half; it is the key of what the site remembers about a credential. */
    public static long low(String ref) {
        return Hex.longAt(ref, Hex.LONG_DIGITS);
    }

    /** The reference of two halves. */
    public static String hex(long high, long low) {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    public int size() {
        return (records.length - PAD) / LONGS;
    }

    /** The credential's number, or {@link AccessBook#NOTHING}. */
    public int find(long high, long low) {
        int slot = Slots.first(slots, low);
        while (slots[slot] != 0) {
            int at = at(slots[slot] - 1);
            if (records[at + 1] == low && records[at] == high) {
                return slots[slot] - 1;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return AccessBook.NOTHING;
    }

    public CredentialState state(int credential) {
        return STATES[(int) records[at(credential) + PERSON_AND_STATE]];
    }

    public int person(int credential) {
        return (int) (records[at(credential) + PERSON_AND_STATE] >> 32);
    }

    /** What is to be known about its person ({@link PersonBits}), 0 when it has none. */
    public long personBits(int credential) {
        return records[at(credential) + PERSON_BITS];
    }

    /** The key of its person, 0 when it has none. */
    public long personKey(int credential) {
        return records[at(credential) + PERSON_KEY];
    }

    public long validFrom(int credential) {
        return records[at(credential) + FROM];
    }

    /** Exclusive. */
    public long validTo(int credential) {
        return records[at(credential) + TO];
    }

    /** Where its profiles are in {@link #profileSets}. */
    int profilesAt(int credential) {
        return (int) (records[at(credential) + PROFILES_AND_EXTRA] >> 32);
    }

    ProfileSets profileSets() {
        return profileSets;
    }

    /** Whether there is nothing special about it. */
    public boolean plain(int credential) {
        return (int) records[at(credential) + PROFILES_AND_EXTRA] == 0;
    }

    public CredentialRules rules(int credential) {
        RulesInBook.Extra extra = extra(credential);
        return extra == null ? CredentialRules.PLAIN : extra.rules();
    }

    int permit(int credential) {
        RulesInBook.Extra extra = extra(credential);
        return extra == null ? AccessBook.NOTHING : extra.permit();
    }

    int visit(int credential) {
        RulesInBook.Extra extra = extra(credential);
        return extra == null ? AccessBook.NOTHING : extra.visit();
    }

    /** The credential that is in use in its place, or {@link AccessBook#NOTHING}. */
    public int replacedBy(int credential) {
        RulesInBook.Extra extra = extra(credential);
        return extra == null ? AccessBook.NOTHING : extra.replacedBy();
    }

    long bytes() {
        return 8L * records.length + 4L * slots.length + profileSets.bytes() + 300L * extras.size();
    }
}
