package io.gatehouse.emulator.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.emulator.wire.Wire;
import io.gatehouse.emulator.wire.WireReply;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.CommandAck;
import io.gatehouse.protocol.device.Envelope;
import io.gatehouse.protocol.device.Topic.Channel;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One device: counts its messages, keeps them until they are answered, and does what it is told, each command once. */
public final class EmulatedDevice implements AutoCloseable {

    private static final int PASSES_OF_TEN = 9;
    private static final long STEP_THROUGH_MILLIS = 700;
    private static final long BLINK_MILLIS = 900;
    private static final long REBOOT_MILLIS = 2_500;

    private final DeviceId id;
    private final Wire wire;
    private final WireFormat format;
    private final World world;
    private final SplittableRandom random;
    private final Outbox outbox;
    private final Set<String> carriedOut = new HashSet<>();
    private final DeviceFirmware firmware = new DeviceFirmware();
    private volatile boolean mute;
    private volatile Wiring wiring = Wiring.RIGHT;
    private String bootId;
    private long seq;

    /** What a device takes from outside of itself. */
    public record World(ScheduledExecutorService scheduler, Clock clock, Ledger ledger, SplittableRandom random) {}

    public EmulatedDevice(DeviceId id, Wire wire, WireFormat format, World world) {
        this.id = id;
        this.wire = wire;
        this.format = format;
        this.world = world;
        this.random = world.random().split();
        this.bootId = newBoot();
        this.outbox = new Outbox(wire, world.scheduler(), world.clock()::millis, this::answered);
    }

    private String newBoot() {
        return Long.toHexString(world.clock().millis()) + "-" + Integer.toHexString(random.nextInt(0x10000));
    }

    public DeviceId id() {
        return id;
    }

    /** Connects; a device that is not replaying tells that it has started. */
    public void start(boolean announce) {
        wire.open(command -> run(() -> told(command)), () -> run(outbox::pump));
        if (announce) {
            event("DeviceStarted", object().put("firmware", firmware.version()).put("model", "emulated"));
        }
    }

    private void run(Runnable work) {
        if (!world.scheduler().isShutdown()) {
            world.scheduler().execute(work);
        }
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Something happens now, by the device's clock. Safe from any thread. */
    public void event(String type, ObjectNode fields) {
        run(() -> say(Channel.EVENT, type, fields, world.clock().instant(), false));
    }

    /** Something that happened then is told afterwards. */
    public void replay(String type, ObjectNode fields, Instant then) {
        run(() -> say(Channel.EVENT, type, fields, then, true));
    }

    /** Somebody has connected its inputs like this. Safe from any thread. */
    public EmulatedDevice wired(Wiring how) {
        wiring = how;
        return this;
    }

    /** The door moves; what the device tells of it is as good as its wires. */
    public void door(boolean open) {
        if (wiring != Wiring.CONTACT_CUT) {
            event(open == (wiring == Wiring.RIGHT) ? "DoorOpened" : "DoorClosed", object());
        }
    }

    public void badge(String number) {
        event("CredentialPresented", credential(number));
    }

    /** The fields of a card read. */
    public static ObjectNode credential(String number) {
        return credential("CARD", number);
    }

    /** The fields of a read of a card, a QR code, a code that is typed. */
    public static ObjectNode credential(String type, String number) {
        ObjectNode fields = object();
        fields.putObject("credential").put("type", type).put("format", "RAW").put("number", number);
        return fields;
    }

    /** @param measurements pairs of name and unit with their value */
    public void telemetry(Reading... measurements) {
        ObjectNode fields = object();
        for (Reading one : measurements) {
            fields.withArray("measurements")
                    .addObject()
                    .put("n", one.name())
                    .put("u", one.unit())
                    .put("v", one.value());
        }
        run(() -> say(Channel.TELEMETRY, "Telemetry", fields, world.clock().instant(), false));
    }

    /** One measured value. */
    public record Reading(String name, String unit, double value) {}

    /** How it is now, and what it runs: the whole of it, the latest one wins. */
    public void state(ObjectNode fields) {
        run(() -> sayState(fields));
    }

    private void sayState(ObjectNode fields) {
        ObjectNode all = fields.deepCopy().setAll(firmware.state());
        say(Channel.STATE, "StateReported", all, world.clock().instant(), false);
    }

    private void say(Channel channel, String type, ObjectNode fields, Instant time, boolean replayed) {
        if (mute) {
            return;
        }
        ObjectNode message = object();
        if (channel == Channel.EVENT) {
            message.put("type", type);
        }
        Envelope envelope = new Envelope(bootId, ++seq, time, replayed);
        envelope.writeTo(message);
        message.setAll(fields);
        outbox.add(new Outbox.Message(bootId, seq, channel, type, format.write(message)));
    }

    private void answered(Outbox.Message message, WireReply reply, long sentAt) {
        String answer = reply.answer().map(command -> command.type().wireName()).orElse(null);
        world.ledger()
                .add(new Ledger.Line(
                        id.value(),
                        message.bootId(),
                        message.seq(),
                        message.channel().level(),
                        message.type(),
                        wire.name(),
                        sentAt,
                        world.clock().millis(),
                        reply.taken(),
                        answer));
        reply.answer().ifPresent(this::told);
    }

    /** Each command once, and none after its time. */
    private void told(DeviceCommand command) {
        if (command.expiredAt(world.clock().millis()) || !carriedOut.add(command.commandId())) {
            return;
        }
        boolean answersRead = command.answers() != null;
        switch (command.type()) {
            case UNLOCK_DOOR -> {
                unlocked(command);
                if (command.text("feedback").equals("DOOR_UNLOCKED")) {
                    // it stands open for a while: nobody in particular goes through
                    acknowledge(command, CommandAck.Status.DONE);
                } else {
                    later(STEP_THROUGH_MILLIS, () -> passage(command, answersRead));
                }
            }
            case DENY_ACCESS, SHOW_FEEDBACK -> {
                // the reader shows red, or asks for more; there is nothing to tell
            }
            case IDENTIFY -> later(BLINK_MILLIS, () -> acknowledge(command, CommandAck.Status.DONE));
            case REBOOT -> reboot(command);
            case CONFIGURE -> {
                firmware.configure(command);
                tellState();
                acknowledge(command, CommandAck.Status.DONE);
            }
            case UPDATE_FIRMWARE -> update(command);
            case REVERT_FIRMWARE -> {
                boolean starts = firmware.version().equals(command.text("version"));
                Optional<String> refused = firmware.revert(command.text("version"));
                refused.ifPresentOrElse(why -> refuse(command, why, null), () -> restarted(command, starts));
            }
            case TAKE_SNAPSHOT -> {
                ObjectNode picture = object().put("image", Snapshot.of(id.value()));
                say(Channel.EVENT, "SnapshotTaken", picture, world.clock().instant(), false);
                acknowledge(command, CommandAck.Status.DONE);
            }
            default -> acknowledge(command, CommandAck.Status.FAILED);
        }
    }

    /** A lock that moved for a read is noted under the read's name: somebody must have decided so. */
    private void unlocked(DeviceCommand command) {
        DeviceCommand.Answers read = command.answers();
        if (read != null) {
            world.ledger()
                    .add(new Ledger.Line(
                            id.value(),
                            read.bootId(),
                            read.seq(),
                            Channel.CMD.level(),
                            command.type().wireName(),
                            wire.name(),
                            command.issuedAt(),
                            world.clock().millis(),
                            true,
                            null));
        }
    }

    private void passage(DeviceCommand command, boolean answersRead) {
        boolean passes = random.nextInt(10) < PASSES_OF_TEN;
        ObjectNode fields = object();
        JsonNode point = command.data() == null ? null : command.data().get("accessPoint");
        if (point != null) {
            fields.set("accessPoint", point);
        }
        say(
                Channel.EVENT,
                passes ? "PassageTaken" : "PassageNotTaken",
                fields,
                world.clock().instant(),
                false);
        if (!answersRead) {
            acknowledge(command, CommandAck.Status.DONE);
        }
    }

    /** Whose firmware it believes, what it is, and what it makes of new firmware; before it is started. */
    public EmulatedDevice believes(PublicKey who, String product, FirmwareManner manner) {
        firmware.believes(who, product, manner);
        return this;
    }

    /** Tells what it runs and with which settings. */
    public void tellState() {
        state(object());
    }

    private void update(DeviceCommand command) {
        acknowledge(command, CommandAck.Status.ACCEPTED);
        PatientFetch.of(wire, command, world)
                .whenComplete((content, failure) -> run(() -> {
                    if (failure != null) {
                        refuse(command, "it could not be fetched: " + failure.getMessage(), CommandAck.NOT_FETCHED);
                    } else {
                        installed(command, content);
                    }
                }));
    }

    private void installed(DeviceCommand command, byte[] content) {
        Optional<String> refused = firmware.manner() == FirmwareManner.REFUSES
                ? Optional.of("no room in the flash")
                : firmware.install(command, content);
        if (refused.isPresent()) {
            refuse(command, refused.get(), null);
            return;
        }
        switch (firmware.manner()) {
            case FALLS_SILENT -> falls();
            case DONE_THEN_SILENT -> {
                acknowledge(command, CommandAck.Status.DONE);
                later(REBOOT_MILLIS, this::falls);
            }
            case STARTS_AGAIN -> again();
            case WELL, REFUSES -> restarted(command, true);
        }
    }

    private void falls() {
        mute = true;
        wire.close();
    }

    /** Until its loader has had enough. */
    private void again() {
        later(REBOOT_MILLIS, () -> {
            boolean wentBack = firmware.started();
            begin("firmware");
            if (!wentBack) {
                again();
            }
        });
    }

    private void restarted(DeviceCommand command, boolean starts) {
        if (!starts) {
            acknowledge(command, CommandAck.Status.DONE);
            return;
        }
        later(REBOOT_MILLIS, () -> {
            firmware.started();
            begin("firmware");
            firmware.proved();
            acknowledge(command, CommandAck.Status.DONE);
        });
    }

    private void begin(String reason) {
        bootId = newBoot();
        seq = 0;
        ObjectNode fields = object().put("firmware", firmware.version()).put("reason", reason);
        say(Channel.EVENT, "DeviceStarted", fields, world.clock().instant(), false);
        sayState(object());
    }

    private void refuse(DeviceCommand command, String why, @Nullable String code) {
        ObjectNode fields = object().put("commandId", command.commandId())
                .put("status", CommandAck.Status.FAILED.name())
                .put("message", why.substring(0, Math.min(256, why.length())));
        if (code != null) {
            fields.put("code", code);
        }
        say(Channel.ACK, "CommandAck", fields, world.clock().instant(), false);
    }

    private void reboot(DeviceCommand command) {
        acknowledge(command, CommandAck.Status.ACCEPTED);
        later(REBOOT_MILLIS, () -> {
            bootId = newBoot();
            seq = 0;
            say(
                    Channel.EVENT,
                    "DeviceStarted",
                    object().put("firmware", firmware.version()).put("reason", "command"),
                    world.clock().instant(),
                    false);
            acknowledge(command, CommandAck.Status.DONE);
        });
    }

    private void acknowledge(DeviceCommand command, CommandAck.Status status) {
        say(
                Channel.ACK,
                "CommandAck",
                object().put("commandId", command.commandId()).put("status", status.name()),
                world.clock().instant(),
                false);
    }

    private void later(long millis, Runnable work) {
        if (!world.scheduler().isShutdown()) {
            world.scheduler().schedule(work, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Messages that are not answered yet; on the scheduler's thread, or for a rough look from elsewhere. */
    public int waiting() {
        return outbox.waiting();
    }

    @Override
    public void close() {
        wire.close();
    }

    /** What the device is called on the wire, for lists. */
    public String wireName() {
        return wire.name();
    }
}
