package io.gatehouse.access.state;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What is remembered about a door. */
public final class DoorMemory {

    private static final int MOST_PASSAGES = 64;

    /** What the door's contact says. */
    public enum Contact {
        UNKNOWN,
        CLOSED,
        OPEN
    }

    /** What somebody has ordered for the door over its book. */
    public enum Order {
        NONE,
        LOCKED,
        UNLOCKED,
        BLOCKED,
        LOCKED_DOWN,
        /** Open for everybody until exactly this is released, as for an evacuation; a lockdown does not end it. */
        LOCKED_OPEN
    }

    /** How {@link Order#LOCKED_OPEN} is told apart on the disk: a version that does not know it keeps the door unlocked. */
    private static final long FOR_GOOD = Long.MAX_VALUE;

    private Contact contact = Contact.UNKNOWN;
    private Order order = Order.NONE;
    private long releasedUntil = Long.MIN_VALUE;
    private long firstPersonUntil = Long.MIN_VALUE;
    private long remainOpenUntil = Long.MIN_VALUE;
    private final Deque<Passage> passages = new ArrayDeque<>();

    public Contact contact() {
        return contact;
    }

    public void contact(Contact now) {
        contact = now;
    }

    public Order order() {
        return order;
    }

    public void order(Order now) {
        order = now;
    }

    /** Closed by its contact, and not released by a grant that may still be used. */
    public boolean shutAt(long at) {
        return contact == Contact.CLOSED && at >= releasedUntil && at >= remainOpenUntil && !isOpened();
    }

    /** Whether somebody has ordered it to stand open. */
    public boolean isOpened() {
        return order == Order.UNLOCKED || order == Order.LOCKED_OPEN;
    }

    /** Whether nobody has ordered anything and nothing keeps it open. */
    public boolean plain(long at) {
        return order == Order.NONE && at >= remainOpenUntil;
    }

    public void released(long until) {
        releasedUntil = Math.max(releasedUntil, until);
    }

    /** The first person has come; others may until then. */
    public void firstPerson(long until) {
        firstPersonUntil = until;
    }

    public boolean firstPersonAt(long at) {
        return at < firstPersonUntil;
    }

    public void remainOpen(long until) {
        remainOpenUntil = until;
    }

    public boolean remainsOpenAt(long at) {
        return at < remainOpenUntil;
    }

    /** A grant whose passage will be told. */
    public void expect(Passage passage) {
        if (passages.size() == MOST_PASSAGES) {
            passages.removeFirst();
        }
        passages.addLast(passage);
    }

    /** The oldest passage that may still be used, taken out; those that are too old go unused. */
    public List<Passage> taken(long at, boolean all) {
        passages.removeIf(passage -> at >= passage.until());
        List<Passage> taken = new ArrayList<>();
        while (!passages.isEmpty() && (all || taken.isEmpty())) {
            taken.add(passages.removeFirst());
        }
        return taken;
    }

    /** Nobody passed. */
    public void notTaken() {
        passages.pollFirst();
    }

    public int expected() {
        return passages.size();
    }

    void write(DataOutputStream out) throws IOException {
        boolean lockedOpen = order == Order.LOCKED_OPEN;
        out.writeByte(lockedOpen ? Order.UNLOCKED.ordinal() : order.ordinal());
        out.writeLong(firstPersonUntil);
        out.writeLong(lockedOpen ? FOR_GOOD : remainOpenUntil);
    }

    void read(DataInputStream in) throws IOException {
        order = Order.values()[in.readUnsignedByte()];
        firstPersonUntil = in.readLong();
        remainOpenUntil = in.readLong();
        if (order == Order.UNLOCKED && remainOpenUntil == FOR_GOOD) {
            order = Order.LOCKED_OPEN;
            remainOpenUntil = Long.MIN_VALUE;
        }
    }
}
