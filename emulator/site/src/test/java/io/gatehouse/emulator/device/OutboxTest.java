package io.gatehouse.emulator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatehouse.emulator.wire.Wire;
import io.gatehouse.emulator.wire.WireReply;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.Topic.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final List<Long> answered = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        scheduler.shutdownNow();
    }

    @Test
    void what_got_no_answer_is_sent_again_and_nothing_overtakes_it() {
        ScriptedWire wire = new ScriptedWire(1, 2);
        Outbox outbox = outbox(wire);

        tell(outbox, 1, 5);

        await().until(() -> answered.size() == 5);
        assertThat(answered)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 5).boxed().toList());
        assertThat(wire.sent)
                .as("the first is tried three times before the second")
                .startsWith("1", "1", "1", "2");
    }

    @Test
    void no_more_are_on_their_way_than_the_wire_bears() {
        ScriptedWire wire = new ScriptedWire(3, 0);
        wire.holds = true;
        Outbox outbox = outbox(wire);

        tell(outbox, 1, 10);

        await().until(() -> wire.sent.size() == 3);
        scheduler.execute(wire::answerAll);
        await().until(() -> answered.size() == 10);
        assertThat(wire.sent).hasSize(10);
    }

    private Outbox outbox(Wire wire) {
        return new Outbox(wire, scheduler, () -> 1, (message, reply, sentAt) -> answered.add(message.seq()));
    }

    private void tell(Outbox outbox, long first, long last) {
        for (long seq = first; seq <= last; seq++) {
            byte[] payload = Long.toString(seq).getBytes(StandardCharsets.UTF_8);
            Outbox.Message message = new Outbox.Message("boot", seq, Channel.EVENT, "DoorOpened", payload);
            scheduler.execute(() -> outbox.add(message));
        }
    }

    /** Fails the first sends, then takes everything; or holds answers back until it is told. */
    private static final class ScriptedWire implements Wire {

        private final int window;
        private int failures;
        private boolean holds;
        private final List<String> sent = new CopyOnWriteArrayList<>();
        private final Deque<CompletableFuture<WireReply>> held = new ArrayDeque<>();

        ScriptedWire(int window, int failures) {
            this.window = window;
            this.failures = failures;
        }

        @Override
        public void open(Consumer<DeviceCommand> onCommand, Runnable onUp) {
            onUp.run();
        }

        @Override
        public CompletableFuture<byte[]> fetch(DeviceCommand command) {
            return CompletableFuture.failedFuture(new IOException("nothing to fetch here"));
        }

        @Override
        public CompletableFuture<WireReply> send(Channel channel, byte[] payload) {
            sent.add(new String(payload, StandardCharsets.UTF_8));
            if (failures-- > 0) {
                return CompletableFuture.failedFuture(new IOException("no answer"));
            }
            if (!holds) {
                return CompletableFuture.completedFuture(WireReply.TAKEN);
            }
            CompletableFuture<WireReply> later = new CompletableFuture<>();
            held.add(later);
            return later;
        }

        void answerAll() {
            holds = false;
            List.copyOf(held).forEach(one -> one.complete(WireReply.TAKEN));
        }

        @Override
        public int window() {
            return window;
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public void close() {
            held.clear();
        }
    }
}
