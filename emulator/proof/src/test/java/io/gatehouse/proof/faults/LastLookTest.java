package io.gatehouse.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.emulator.verify.FleetRow;
import io.gatehouse.emulator.wire.Wire;
import io.gatehouse.emulator.wire.WireReply;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.CommandType;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.Topic.Channel;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The judge of the doors must not cry over what is only on its way, and must see a lock that nobody decided about. */
class LastLookTest {

    private static final String READER = "reader";
    private static final int LOCKS = 100;

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void end() {
        scheduler.shutdownNow();
    }

    @Test
    void locks_that_move_until_the_devices_are_stopped_are_no_false_alarm() throws Exception {
        BusyPlace place = new BusyPlace(seq -> true);

        LastLook look = LastLook.at(place, Duration.ofSeconds(1));

        assertThat(look.settled()).isTrue();
        assertThat(look.doors(0)).isEqualTo(new Doors(LOCKS, 0, 0, 0));
    }

    @Test
    void among_them_the_one_that_has_no_record_is_counted() throws Exception {
        BusyPlace place = new BusyPlace(seq -> seq != LOCKS - 1);

        LastLook look = LastLook.at(place, Duration.ofSeconds(1));

        assertThat(look.doors(0)).isEqualTo(new Doors(LOCKS, 1, 0, 0));
        assertThat(look.doors(0).hold()).isFalse();
    }

    @Test
    void an_unlock_that_nobody_granted_is_counted_from_the_device_on() throws Exception {
        Ledger ledger = Ledger.inMemory();
        EmulatedDevice.World world =
                new EmulatedDevice.World(scheduler, Clock.systemUTC(), ledger, new SplittableRandom(1));
        EmulatedDevice device = new EmulatedDevice(new DeviceId(READER), new HastyWire(), WireFormat.JSON, world);
        device.start(false);

        device.badge("10000000");
        await().until(() -> locks(ledger) == 1);
        device.close();
        scheduler.shutdownNow();
        scheduler.awaitTermination(5, TimeUnit.SECONDS);
        List<Ledger.Line> lines = ledger.kept();
        String boot = lines.get(0).bootId();

        assertThat(Doors.of(lines, List.of(decided(boot, 1, "GRANTED")), 0).hold())
                .isTrue();
        assertThat(Doors.of(lines, List.of(), 0).unauthorised()).isEqualTo(1);
        assertThat(Doors.of(lines, List.of(decided(boot, 1, "DENIED")), 0).unauthorised())
                .isEqualTo(1);
        assertThat(Doors.of(lines, List.of(decided(boot, 2, "GRANTED")), 0).unauthorised())
                .isEqualTo(1);
    }

    private static long locks(Ledger ledger) {
        return ledger.kept().stream()
                .filter(line -> line.channel().equals(Channel.CMD.level()))
                .count();
    }

    private static FleetRow decided(String boot, long seq, String outcome) {
        return new FleetRow("log", seq, READER, boot, seq, "CredentialPresented", outcome, "", 1, 2);
    }

    /** Moves a lock whenever it is looked at, until it is stopped; its records reach the fleet only when they are awaited. */
    private static final class BusyPlace implements LastLook.Place {

        private final LongPredicate decides;
        private final List<Ledger.Line> moved = new ArrayList<>();
        private final List<FleetRow> journal = new ArrayList<>();
        private final List<FleetRow> atFleet = new ArrayList<>();
        private boolean stopped;

        BusyPlace(LongPredicate decides) {
            this.decides = decides;
            move(LOCKS / 2);
        }

        private void move(int upTo) {
            for (long seq = moved.size(); !stopped && seq < upTo; seq++) {
                if (decides.test(seq)) {
                    journal.add(decided("boot", seq, "GRANTED"));
                }
                moved.add(new Ledger.Line(READER, "boot", seq, "cmd", "UnlockDoor", "mqtt5", 1, 2, true, null));
            }
        }

        @Override
        public void stopDevices() {
            move(LOCKS);
            stopped = true;
        }

        @Override
        public boolean awaitSettled(Duration patience) {
            move(2 * LOCKS);
            atFleet.addAll(journal);
            return true;
        }

        @Override
        public List<Ledger.Line> ledger() {
            move(2 * LOCKS);
            return List.copyOf(moved);
        }

        @Override
        public List<FleetRow> rows() {
            return List.copyOf(atFleet);
        }
    }

    /** A gateway that takes a read and opens at once, whoever it is. */
    private static final class HastyWire implements Wire {

        private Consumer<DeviceCommand> hears = command -> {};

        @Override
        public void open(Consumer<DeviceCommand> onCommand, Runnable onUp) {
            hears = onCommand;
            onUp.run();
        }

        @Override
        public CompletableFuture<WireReply> send(Channel channel, byte[] payload) {
            WireFormat.JSON.readObject(payload).fold(this::opens, refusal -> false);
            return CompletableFuture.completedFuture(WireReply.TAKEN);
        }

        private boolean opens(JsonNode message) {
            if (message.path("type").asText().equals("CredentialPresented")) {
                DeviceCommand.Answers read = new DeviceCommand.Answers(
                        message.path("bootId").asText(), message.path("seq").asLong());
                hears.accept(new DeviceCommand("hasty", CommandType.UNLOCK_DOOR, 0, Long.MAX_VALUE, read, Map.of()));
            }
            return true;
        }

        @Override
        public CompletableFuture<byte[]> fetch(DeviceCommand command) {
            return CompletableFuture.failedFuture(new IllegalStateException("there is nothing to fetch"));
        }

        @Override
        public int window() {
            return 1;
        }

        @Override
        public String name() {
            return "hasty";
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
