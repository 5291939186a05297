package io.gatehouse.protocol.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TwoSlotsTest {

    private static final byte[] OLD = "the old one".repeat(50).getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEW = "the new one!".repeat(70).getBytes(StandardCharsets.UTF_8);

    @Test
    void a_power_cut_at_every_write_leaves_the_old_one_or_the_new_one_and_never_a_mixture() throws IOException {
        int whole = operationsOfAnUpdate();
        int old = 0;
        int fresh = 0;
        for (int cut = 0; cut <= whole; cut++) {
            for (long seed = 0; seed < 20; seed++) {
                CutDisk disk = prepared(seed);
                TwoSlots slots = TwoSlots.open(disk);
                disk.cutAfter(cut);
                try {
                    slots.tryOn(NEW);
                    slots.confirm();
                } catch (CutDisk.Cut e) {
                    // as meant
                }
                disk.powerOn();

                byte[] runs = TwoSlots.open(disk).running().orElseThrow();
                assertThat(runs).as("cut " + cut + ", seed " + seed).isIn(OLD, NEW);
                old += runs.length == OLD.length ? 1 : 0;
                fresh += runs.length == NEW.length ? 1 : 0;
            }
        }
        System.out.printf(Locale.ROOT, "F14: %d power cuts, %d old, %d new, 0 mixed%n", old + fresh, old, fresh);
        assertThat(old + fresh).isGreaterThanOrEqualTo(300);
        assertThat(old).isPositive();
        assertThat(fresh).isPositive();
    }

    @Test
    void a_cut_while_it_goes_back_leaves_one_of_the_two() throws IOException {
        for (int cut = 0; cut <= 12; cut++) {
            for (long seed = 0; seed < 20; seed++) {
                CutDisk disk = prepared(seed);
                TwoSlots slots = TwoSlots.open(disk);
                slots.tryOn(NEW);
                disk.cutAfter(cut);
                try {
                    slots.goBack();
                } catch (CutDisk.Cut e) {
                    // as meant
                }
                disk.powerOn();
                assertThat(TwoSlots.open(disk).running().orElseThrow()).isIn(OLD, NEW);
            }
        }
    }

    @Test
    void what_does_not_prove_itself_gives_way_after_its_starts_and_is_known_then() throws IOException {
        CutDisk disk = prepared(1);
        TwoSlots slots = TwoSlots.open(disk);
        slots.tryOn(NEW);
        for (int start = 0; start < 3; start++) {
            assertThat(TwoSlots.open(disk).started(3)).isFalse();
            assertThat(TwoSlots.open(disk).running()).contains(NEW);
        }

        TwoSlots last = TwoSlots.open(disk);
        assertThat(last.started(3)).isTrue();

        assertThat(last.running()).contains(OLD);
        assertThat(last.onTrial()).isFalse();
        assertThat(last.hasFailed(NEW)).isTrue();
        assertThat(last.hasFailed(OLD)).isFalse();
    }

    @Test
    void what_rots_on_the_disk_is_not_run() throws IOException {
        CutDisk disk = prepared(1);
        TwoSlots slots = TwoSlots.open(disk);
        slots.tryOn(NEW);
        slots.confirm();
        byte[] rotten = disk.read("slot-b");
        rotten[rotten.length / 2] ^= 1;
        disk.write("slot-b", rotten);

        assertThat(TwoSlots.open(disk).running()).contains(OLD);
        assertThat(TwoSlots.open(new CutDisk(1)).running()).isEqualTo(Optional.empty());
    }

    private static int operationsOfAnUpdate() throws IOException {
        CutDisk disk = prepared(0);
        int before = disk.operations();
        TwoSlots slots = TwoSlots.open(disk);
        slots.tryOn(NEW);
        slots.confirm();
        return disk.operations() - before;
    }

    private static CutDisk prepared(long seed) throws IOException {
        CutDisk disk = new CutDisk(seed);
        TwoSlots slots = TwoSlots.open(disk);
        slots.tryOn(OLD);
        slots.confirm();
        return disk;
    }
}
