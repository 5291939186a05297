package io.gatehouse.access.state;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Memories by id, each at a number that stays the same while books come and go. */
final class Seats<T> {

    private final Supplier<T> fresh;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> ids = new ArrayList<>();
    private final List<T> memories = new ArrayList<>();

    Seats(Supplier<T> fresh) {
        this.fresh = fresh;
    }

    int of(String id) {
        Integer known = numbers.get(id);
        if (known != null) {
            return known;
        }
        numbers.put(id, ids.size());
        ids.add(id);
        memories.add(fresh.get());
        return ids.size() - 1;
    }

    T at(int seat) {
        return memories.get(seat);
    }

    int size() {
        return ids.size();
    }

    List<T> all() {
        return memories;
    }

    /** Writes one memory. */
    interface Out<T> {
        void write(T memory, DataOutputStream out) throws IOException;
    }

    /** Reads one memory. */
    interface In<T> {
        void read(T memory, DataInputStream in) throws IOException;
    }

    void write(DataOutputStream out, Out<T> one) throws IOException {
        out.writeInt(ids.size());
        for (int seat = 0; seat < ids.size(); seat++) {
            out.writeUTF(ids.get(seat));
            one.write(memories.get(seat), out);
        }
    }

    void read(DataInputStream in, In<T> one) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            one.read(at(of(in.readUTF())), in);
        }
    }
}
