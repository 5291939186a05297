package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.wire.WireReply;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * F11: some devices send nonsense of every kind, and strangers send bytes that are no MQTT; nobody else may feel it. The
 * mad ones are several, since each is read slowly once too much of it was refused (docs/decisions/0036).
 */
final class MutantRow {

    private static final int AT_ONCE = 10;
    private static final int SOUND = 4;
    private static final int MAD = 4;
    private static final String HONEST = FaultSite.reader(SOUND + MAD);

    private MutantRow() {}

    static Finding mutants(FaultStand stand, boolean whole) throws Exception {
        int mutants = whole ? 100_000 : 1_000;
        try (FaultSite site = FaultSite.running(stand, "f11", SOUND + MAD + 1)) {
            Load load = site.load(SOUND, 40, "mqtt5", "coap", "mqtt3").start();
            try (DeviceRows.Sender honest = DeviceRows.Sender.connect(site, HONEST)) {
                DeviceRows.Probe calm = DeviceRows.Probe.of(honest, "calm", whole ? 400 : 30);
                Counts work = new Counts();
                CompletableFuture<?> done = CompletableFuture.allOf(IntStream.range(0, MAD)
                        .mapToObj(i -> CompletableFuture.runAsync(new Mutants(site, SOUND + i, mutants / MAD, work)))
                        .toArray(CompletableFuture[]::new));
                DeviceRows.Probe busy = DeviceRows.Probe.of(honest, "busy", whole ? 400 : 30);
                done.get(30, TimeUnit.MINUTES);
                boolean answered = load.awaitAnswered(Duration.ofMinutes(3));
                Judgement judgement = site.judgement(Duration.ofSeconds(60));
                int threads = Machine.threads(site.gateway().handle().pid());
                return new Finding.Notes()
                        .say(
                                "%d mutants (%d refused, %d taken, %d disconnects)",
                                mutants, work.refused.get(), work.taken.get(), work.broken.get())
                        .judge(judgement)
                        .must(site.gateway().isAlive() && answered, "the gateway lives and answers the others")
                        .say("%d answers that are no MQTT", work.unreadable.get())
                        .must(!whole || work.unreadable.get() == 0, "every answer is MQTT")
                        .must(work.stuck.get() == 0, work.stuck.get() + " without an answer or an end")
                        .say("others p99 %d ms (calm %d ms), %d threads", busy.p99(), calm.p99(), threads)
                        .inTime(
                                !whole || busy.p99() <= Math.max(50, calm.p99() * 1.1),
                                "others' p99 at most 10 % or 50 ms")
                        .done();
            }
        }
    }

    /** What became of them. */
    private static final class Counts {

        private final AtomicLong refused = new AtomicLong();
        private final AtomicLong taken = new AtomicLong();
        private final AtomicLong broken = new AtomicLong();
        private final AtomicLong unreadable = new AtomicLong();
        private final AtomicLong stuck = new AtomicLong();
    }

    /** Breeds and sends them. */
    private static final class Mutants implements Runnable {

        private final FaultSite site;
        private final String device;
        private final int count;
        private final Counts counts;
        private final SplittableRandom random;

        Mutants(FaultSite site, int reader, int count, Counts counts) {
            this.site = site;
            this.device = FaultSite.reader(reader);
            this.count = count;
            this.counts = counts;
            this.random = new SplittableRandom(11 + reader);
        }

        @Override
        public void run() {
            int sent = 0;
            while (sent < count) {
                try (DeviceRows.Sender sender = DeviceRows.Sender.connect(site, device)) {
                    boolean stands = true;
                    while (stands && sent < count) {
                        stands = group(sender, Math.min(AT_ONCE, count - sent));
                        sent += AT_ONCE;
                        if (sent % 500 == 0) {
                            strangers();
                        }
                    }
                } catch (Exception e) {
                    throw new IllegalStateException("the mutants' own connection: " + e, e);
                }
            }
        }

        /** Returns whether the connection still stands. */
        private boolean group(DeviceRows.Sender sender, int size) throws InterruptedException {
            List<CompletableFuture<WireReply>> answers = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                answers.add(sender.send(mutant()));
            }
            boolean stands = true;
            for (CompletableFuture<WireReply> answer : answers) {
                try {
                    (answer.get(20, TimeUnit.SECONDS).taken() ? counts.taken : counts.refused).incrementAndGet();
                } catch (ExecutionException ended) {
                    counts.broken.incrementAndGet();
                    counts.unreadable.addAndGet(isUnreadable(ended) ? 1 : 0);
                    stands = false;
                } catch (TimeoutException e) {
                    counts.stuck.incrementAndGet();
                    stands = false;
                }
            }
            return stands;
        }

        /** The gateway's answer was no MQTT: its fault, whatever it was asked. */
        private static boolean isUnreadable(Throwable ended) {
            return Stream.iterate(ended, cause -> cause != null, Throwable::getCause)
                    .anyMatch(cause -> cause.getClass().getSimpleName().equals("MqttDecodeException"));
        }

        private byte[] mutant() {
            ObjectNode event = EmulatedDevice.credential(FaultSite.card(random.nextInt(300)))
                    .put("type", "CredentialPresented")
                    .put("bootId", "mutant")
                    .put("seq", random.nextLong(1L << 50));
            WireFormat format = random.nextBoolean() ? WireFormat.JSON : WireFormat.CBOR;
            byte[] bytes = format.write(event);
            return switch (random.nextInt(8)) {
                case 0 -> flipped(bytes, 1 + random.nextInt(4));
                case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
                case 2 -> noise(random.nextInt(300));
                case 3 -> bomb();
                case 4 -> text("{\"type\":\"" + "A".repeat(random.nextInt(3_000)) + "\",\"bootId\":\"m\",\"seq\":1}");
                case 5 ->
                    text(("{\"type\":\"DoorOpened\",\"bootId\":\"m\",\"seq\":%s,\"time\":%s}").formatted(odd(), odd()));
                case 6 ->
                    random.nextInt(200) == 0 ? new byte[WireFormat.MAX_DEVICE_PAYLOAD + 1] : spliced(bytes, noise(8));
                default -> text(new String(bytes, StandardCharsets.ISO_8859_1).replace("\"", odd()));
            };
        }

        private String odd() {
            String[] odd = {
                "null",
                "-1",
                "1e309",
                "99999999999999999999999",
                "\"\\ud800\"",
                "[]",
                "{}",
                "true",
                "\"\\u0000\"",
                "0x1",
                "\"2026-13-45T99:99:99Z\"",
                "\"+1000000000-12-31T23:59:59Z\"",
                "1e400000000",
                "NaN"
            };
            return odd[random.nextInt(odd.length)];
        }

        /** Deep, or a CBOR head that promises more than there is. */
        private byte[] bomb() {
            if (random.nextBoolean()) {
                return text("[".repeat(1 + random.nextInt(20_000)));
            }
            byte[] head = {(byte) 0xbb, 0x7f, -1, -1, -1, -1, -1, -1, -1};
            return spliced(head, noise(16));
        }

        private byte[] flipped(byte[] bytes, int times) {
            for (int i = 0; i < times; i++) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return bytes;
        }

        private byte[] noise(int length) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            return noise;
        }

        private byte[] spliced(byte[] bytes, byte[] into) {
            int at = random.nextInt(bytes.length + 1);
            byte[] made = Arrays.copyOf(bytes, bytes.length + into.length);
            System.arraycopy(into, 0, made, at, into.length);
            System.arraycopy(bytes, at, made, at + into.length, bytes.length - at);
            return made;
        }

        private static byte[] text(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        /** Connections that say something else than MQTT, or promise a packet that never comes whole. */
        private void strangers() throws IOException {
            InetSocketAddress mqtt = site.gateway().at().mqtt();
            for (byte[] first :
                    List.of(noise(200), new byte[] {0x10, -1, -1, -1, 0x7f}, text("GET / HTTP/1.1\r\n\r\n"))) {
                try (Socket socket = new Socket(mqtt.getAddress(), mqtt.getPort())) {
                    socket.getOutputStream().write(first);
                }
            }
        }
    }
}
