package io.gatehouse.access.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The part of a state that must survive a restart, as bytes: whereabouts, uses, locks, orders, lockdown. Fire inputs and
 * contacts are not in it: they are told anew. What cannot be read is nothing, and everybody's whereabouts are unknown.
 */
public final class StateBytes {

    /** What {@link #read} reads and {@link #write} writes. */
    public static final int FORMAT = 1;

    /** {@code GHS} and the format's digit. */
    private static final int MAGIC = 0x47485330;

    private static final int MOST_FORMATS = 9;

    private StateBytes() {}

    /** As {@link #copy}, made into bytes at once. */
    public static byte[] write(SiteState state) {
        return copy(state).bytes();
    }

    /** The state as it is now, on the state's thread; quick, also when a hundred thousand people are in it. */
    public static StateCopy copy(SiteState state) {
        return new StateCopy(
                part(out -> {
                    out.writeInt(MAGIC + FORMAT);
                    state.points.write(out, PointMemory::write);
                    state.doors.write(out, DoorMemory::write);
                    state.areas.write(out, (area, to) -> to.writeLong(area.forgottenAt));
                }),
                state.whereabouts.copy(),
                part(out -> rest(state, out)));
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] part(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void rest(SiteState state, DataOutputStream out) throws IOException {
        out.writeInt(state.credentials.size());
        for (Map.Entry<Long, CredentialMemory> one : state.credentials.entrySet()) {
            out.writeLong(one.getKey());
            one.getValue().write(out);
        }
        out.writeInt(state.entries.size());
        for (Map.Entry<Long, Integer> one : state.entries.entrySet()) {
            out.writeLong(one.getKey());
            out.writeInt(one.getValue());
        }
        permits(state, out);
        out.writeUTF(state.threatLevel == null ? "" : state.threatLevel);
        out.writeBoolean(state.mustering);
    }

    private static void permits(SiteState state, DataOutputStream out) throws IOException {
        out.writeInt(state.permits.size());
        for (Map.Entry<Long, Set<Long>> one : state.permits.entrySet()) {
            out.writeLong(one.getKey());
            out.writeInt(one.getValue().size());
            for (long person : one.getValue()) {
                out.writeLong(person);
            }
        }
    }

    /** In which format a whole state is written, also by a version after this one; 0 when the bytes are none. */
    public static int formatOf(byte[] bytes) {
        if (bytes.length < Integer.BYTES + Long.BYTES) {
            return 0;
        }
        int format = ByteBuffer.wrap(bytes).getInt() - MAGIC;
        return format > 0 && format <= MOST_FORMATS && whole(bytes) ? format : 0;
    }

    /** The state, or nothing when the bytes are not whole or of another format. */
    public static Optional<SiteState> read(byte[] bytes) {
        if (formatOf(bytes) != FORMAT) {
            return Optional.empty();
        }
        SiteState state = new SiteState();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            in.readInt();
            state.points.read(in, PointMemory::read);
            state.doors.read(in, DoorMemory::read);
            state.areas.read(in, (area, from) -> area.forgottenAt = from.readLong());
            state.whereabouts.read(in);
            for (int i = in.readInt(); i > 0; i--) {
                CredentialMemory memory = new CredentialMemory();
                state.credentials.put(in.readLong(), memory);
                memory.read(in);
            }
            for (int i = in.readInt(); i > 0; i--) {
                state.entries.put(in.readLong(), in.readInt());
            }
            permits(state, in);
            String level = in.readUTF();
            state.threatLevel = level.isEmpty() ? null : level;
            state.mustering = in.readBoolean();
            return Optional.of(state);
        } catch (IOException | RuntimeException e) {
            // bytes of another version, or damaged in a way that the checksum missed: as if there were none
            return Optional.empty();
        }
    }

    private static void permits(SiteState state, DataInputStream in) throws IOException {
        for (int i = in.readInt(); i > 0; i--) {
            Set<Long> inside = new HashSet<>();
            state.permits.put(in.readLong(), inside);
            for (int j = in.readInt(); j > 0; j--) {
                inside.add(in.readLong());
            }
        }
    }

    private static boolean whole(byte[] bytes) {
        int body = bytes.length - Long.BYTES;
        return ByteBuffer.wrap(bytes).getLong(body) == checksum(bytes, body);
    }

    static long checksum(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return sum.getValue();
    }
}
