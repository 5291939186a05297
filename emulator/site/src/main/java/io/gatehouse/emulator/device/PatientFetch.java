package io.gatehouse.emulator.device;

import io.gatehouse.emulator.wire.Wire;
import io.gatehouse.protocol.command.DeviceCommand;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Gets the firmware that a command names. What does not come is asked for again after a pause, each twice as long as the one
 * before: that a site is busy says nothing about the firmware. Safe from any thread.
 */
final class PatientFetch {

    private static final int MOST_TRIES = 5;
    private static final long FIRST_PAUSE_MILLIS = 2_000;

    private final Wire wire;
    private final DeviceCommand command;
    private final EmulatedDevice.World world;
    private final CompletableFuture<byte[]> content = new CompletableFuture<>();

    private PatientFetch(Wire wire, DeviceCommand command, EmulatedDevice.World world) {
        this.wire = wire;
        this.command = command;
        this.world = world;
    }

    /** Completes with the content, or fails with why it did not come the last time. */
    static CompletableFuture<byte[]> of(Wire wire, DeviceCommand command, EmulatedDevice.World world) {
        PatientFetch fetch = new PatientFetch(wire, command, world);
        fetch.attempt(1);
        return fetch.content;
    }

    private void attempt(int which) {
        wire.fetch(command).whenComplete((bytes, failure) -> {
            if (failure == null) {
                content.complete(bytes);
            } else {
                again(which, failure);
            }
        });
    }

    private void again(int which, Throwable failure) {
        long pause = FIRST_PAUSE_MILLIS << (which - 1);
        boolean tooLate = command.expiredAt(world.clock().millis() + pause);
        if (which == MOST_TRIES || tooLate || world.scheduler().isShutdown()) {
            content.completeExceptionally(failure);
        } else {
            world.scheduler().schedule(() -> attempt(which + 1), pause, TimeUnit.MILLISECONDS);
        }
    }
}
