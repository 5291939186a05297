package io.gatehouse.access.book;

/** Open addressing: slots hold a number plus one, 0 is free; at least half of them stay free. */
final class Slots {

    private Slots() {}

    static int capacity(int count) {
        return Math.max(16, Integer.highestOneBit(Math.max(1, count * 2 - 1)) * 2);
    }

    static int first(int[] slots, long key) {
        return (int) (key ^ key >>> 32) & slots.length - 1;
    }

    static void put(int[] slots, long key, int number) {
        int slot = first(slots, key);
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = number + 1;
    }
}
