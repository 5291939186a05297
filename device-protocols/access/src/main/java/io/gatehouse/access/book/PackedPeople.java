package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.sitebook.PersonRules.Exemption;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The people of a book, two numbers side by side and two short texts each. Immutable. */
public final class PackedPeople {

    private static final PersonRules.Status[] STATUS = PersonRules.Status.values();
    private static final PersonRules.Watch[] WATCH = PersonRules.Watch.values();
    private static final int EXEMPTIONS_AT = 7;
    private static final long ACTIVE = 1L << 3;
    private static final long EXTENDED = 1L << 18;
    private static final long ACCOMPANIED = 1L << 22;
    private static final long TRACED = 1L << 23;
    private static final long CONSENT = 1L << 24;
    private static final long ASKS = 1L << 25;
    private static final int PACK_AT = 26;
    private static final int PACK_MASK = 0xFFF;
    private static final int GROUPS_AT = 38;
    private static final int GROUPS_MASK = 0xFFFFFF;
    private static final long IN_ORDER = 1L << 62;
    private static final long ALONE = 1L << 63;
    private static final int LONGS = 2;
    private static final int KEY = 1;

    /** Of each the bits above, and the key: a decision asks for both. */
    private final long[] records;
    private final TextPool ids;
    private final TextPool names;
    private final int[] slots;
    private final long[][] groupSets;
    /** From and to of each, or empty when nobody has any. */
    private long[] times = new long[0];

    private final Map<Integer, String> hosts = new HashMap<>();

    PackedPeople(List<SiteBook.Person> people, Numbers types, PackInBook[] packs, Groups groups) {
        int count = people.size();
        this.records = new long[count * LONGS];
        this.slots = new int[Slots.capacity(count)];
        TextPool.Filling theirIds = TextPool.filling(count);
        TextPool.Filling theirNames = TextPool.filling(count);
        int number = 0;
        for (SiteBook.Person person : people) {
            theirIds.add(person.id());
            theirNames.add(person.name());
            int type = types.find(person.type());
            pack(number, person, type, groups);
            records[number * LONGS] |= usual(person, type < 0 ? null : packs[type].pack());
            number++;
        }
        this.ids = theirIds.filled();
        this.names = theirNames.filled();
        this.groupSets = groups.sets();
    }

    private void time(int number, PersonRules rules) {
        if (rules.validFrom() == null && rules.validTo() == null) {
            return;
        }
        if (times.length == 0) {
            times = new long[size() * 2];
            for (int one = 0; one < size(); one++) {
                times[one * 2] = Long.MIN_VALUE;
                times[one * 2 + 1] = Long.MAX_VALUE;
            }
        }
        times[number * 2] = rules.validFrom() == null ? Long.MIN_VALUE : rules.validFrom();
        times[number * 2 + 1] = rules.validTo() == null ? Long.MAX_VALUE : rules.validTo();
    }

    /** What a decision asks first, so that it need not ask the rest. */
    private static long usual(SiteBook.Person person, SiteRules.@Nullable RulePack pack) {
        PersonRules rules = Objects.requireNonNullElse(person.rules(), PersonRules.PLAIN);
        boolean inOrder = person.active()
                && rules.status() == PersonRules.Status.ACTIVE
                && rules.watch() == null
                && rules.validFrom() == null
                && rules.validTo() == null;
        boolean alone = !rules.accompanied()
                && rules.host() == null
                && (pack == null || !pack.accompanied() && pack.approval() == PointRules.Approval.NONE);
        return (inOrder ? IN_ORDER : 0) | (alone ? ALONE : 0);
    }

    private void pack(int number, SiteBook.Person person, int type, Groups groups) {
        PersonRules rules = Objects.requireNonNullElse(person.rules(), PersonRules.PLAIN);
        long key = Keys.of(person.id());
        records[number * LONGS + KEY] = key;
        Slots.put(slots, key, number);
        time(number, rules);
        if (rules.host() != null) {
            hosts.put(number, rules.host());
        }
        long packed = rules.status().ordinal()
                | (person.active() ? ACTIVE : 0)
                | (long) (rules.clearance() & 7) << 4
                | (rules.extendedTime() ? EXTENDED : 0)
                | (long) (rules.watch() == null ? 0 : rules.watch().ordinal() + 1) << 19
                | (rules.accompanied() ? ACCOMPANIED : 0)
                | (rules.traced() ? TRACED : 0)
                | (rules.consent() ? CONSENT : 0)
                | (rules.host() == null ? 0 : ASKS)
                | (long) (type + 1) << PACK_AT
                | (long) groups.numberOf(rules.groups()) << GROUPS_AT;
        for (Exemption exemption : rules.exemptions()) {
            packed |= 1L << (EXEMPTIONS_AT + exemption.ordinal());
        }
        records[number * LONGS] = packed;
    }

    private long bits(int person) {
        return records[person * LONGS];
    }

    public int size() {
        return records.length / LONGS;
    }

    /** The person's number, or {@link AccessBook#NOTHING}. */
    public int find(String id) {
        return find(Keys.of(id));
    }

    /** The number of the person with this key, or {@link AccessBook#NOTHING}. */
    public int find(long key) {
        int slot = Slots.first(slots, key);
        while (slots[slot] != 0) {
            if (key(slots[slot] - 1) == key) {
                return slots[slot] - 1;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return AccessBook.NOTHING;
    }

    public String id(int person) {
        return ids.at(person);
    }

    public String name(int person) {
        return names.at(person);
    }

    /** The same in every book ({@link Keys}). */
    public long key(int person) {
        return records[person * LONGS + KEY];
    }

    /** Active, at any time, and on no watch list. */
    public boolean inOrder(int person) {
        return (bits(person) & IN_ORDER) != 0;
    }

    /** Neither they nor anybody of their type is accompanied, and nobody is asked before they pass. */
    public boolean alone(int person) {
        return (bits(person) & ALONE) != 0;
    }

    /** Whether no rule pack is for their type. */
    public boolean typeless(int person) {
        return pack(person) < 0;
    }

    public boolean active(int person) {
        return (bits(person) & ACTIVE) != 0;
    }

    public PersonRules.Status status(int person) {
        return STATUS[(int) (bits(person) & 7)];
    }

    /** 0 the highest to 7 none. */
    public int clearance(int person) {
        return (int) (bits(person) >>> 4 & 7);
    }

    public boolean exempt(int person, Exemption exemption) {
        return (bits(person) >>> (EXEMPTIONS_AT + exemption.ordinal()) & 1) != 0;
    }

    public boolean extendedTime(int person) {
        return (bits(person) & EXTENDED) != 0;
    }

    public PersonRules.@Nullable Watch watch(int person) {
        int watch = (int) (bits(person) >>> 19 & 7);
        return watch == 0 ? null : WATCH[watch - 1];
    }

    public boolean accompanied(int person) {
        return (bits(person) & ACCOMPANIED) != 0;
    }

    public boolean traced(int person) {
        return (bits(person) & TRACED) != 0;
    }

    public boolean consents(int person) {
        return (bits(person) & CONSENT) != 0;
    }

    /** Whether somebody must be asked before they pass. */
    public boolean asksHost(int person) {
        return (bits(person) & ASKS) != 0;
    }

    public @Nullable String host(int person) {
        return hosts.get(person);
    }

    /** The number of the pack for the person's type, or {@link AccessBook#NOTHING}. */
    int pack(int person) {
        return (int) (bits(person) >>> PACK_AT & PACK_MASK) - 1;
    }

    public boolean inAny(int person, long[] groups) {
        return Groups.meet(groupSets[(int) (bits(person) >>> GROUPS_AT) & GROUPS_MASK], groups);
    }

    public long validFrom(int person) {
        return times.length == 0 ? Long.MIN_VALUE : times[person * 2];
    }

    /** Exclusive. */
    public long validTo(int person) {
        return times.length == 0 ? Long.MAX_VALUE : times[person * 2 + 1];
    }

    /** Bytes on the heap, without the few objects around the arrays. */
    long bytes() {
        return 8L * records.length
                + 4L * slots.length
                + 8L * times.length
                + ids.bytes()
                + names.bytes()
                + Arrays.stream(groupSets)
                        .mapToLong(set -> 24 + 8L * set.length)
                        .sum();
    }
}
