package io.gatehouse.emulator.device;

import io.gatehouse.protocol.artifact.SlotDisk;
import java.util.HashMap;
import java.util.Map;

/** The flash of an emulated device. Of one thread. */
final class MemorySlots implements SlotDisk {

    private final Map<String, byte[]> files = new HashMap<>();

    @Override
    public byte[] read(String name) {
        return files.getOrDefault(name, new byte[0]).clone();
    }

    @Override
    public void write(String name, byte[] bytes) {
        files.put(name, bytes.clone());
    }

    @Override
    public void sync(String name) {
        // memory is as good as it gets
    }

    @Override
    public void rename(String from, String to) {
        byte[] bytes = files.remove(from);
        if (bytes != null) {
            files.put(to, bytes);
        }
    }
}
