package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.PersonRules;
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

    private static final int LONGS = 2;
    private static final int KEY = 1;

    /** Of each {@link PersonBits} and the key: who asks for one asks for both. */
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
            List<String> theirGroups =
                    person.rules() == null ? List.of() : person.rules().groups();
            SiteRules.RulePack pack = type < 0 ? null : packs[type].pack();
            pack(number, person, PersonBits.of(person, type, pack, groups.numberOf(theirGroups)));
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

    private void pack(int number, SiteBook.Person person, long bits) {
        PersonRules rules = Objects.requireNonNullElse(person.rules(), PersonRules.PLAIN);
        long key = Keys.of(person.id());
        records[number * LONGS] = bits;
        records[number * LONGS + KEY] = key;
        Slots.put(slots, key, number);
        time(number, rules);
        if (rules.host() != null) {
            hosts.put(number, rules.host());
        }
    }

    /** As {@link PersonBits}. */
    long bits(int person) {
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

    public boolean active(int person) {
        return PersonBits.active(bits(person));
    }

    public PersonRules.Status status(int person) {
        return PersonBits.status(bits(person));
    }

    /** 0 the highest to 7 none. */
    public int clearance(int person) {
        return PersonBits.clearance(bits(person));
    }

    public boolean extendedTime(int person) {
        return PersonBits.extendedTime(bits(person));
    }

    public PersonRules.@Nullable Watch watch(int person) {
        return PersonBits.watch(bits(person));
    }

    public boolean accompanied(int person) {
        return PersonBits.accompanied(bits(person));
    }

    /** Each read of theirs is marked. */
    public boolean traced(int person) {
        return PersonBits.traced(bits(person));
    }

    public boolean consents(int person) {
        return PersonBits.consents(bits(person));
    }

    /** Whether somebody must be asked before they pass. */
    public boolean asksHost(int person) {
        return PersonBits.asksHost(bits(person));
    }

    public @Nullable String host(int person) {
        return hosts.get(person);
    }

    public boolean inAny(int person, long[] groups) {
        return Groups.meet(groupSets[PersonBits.groups(bits(person))], groups);
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
