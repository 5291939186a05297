package io.gatehouse.emulator.wire;

import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.Topic.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One device's way to its gateway. Connects by itself and goes on trying; safe from any thread. */
public interface Wire extends AutoCloseable {

    /** Begins; commands arrive at the consumer, on any thread. {@code onUp} runs after each new connection. */
    void open(Consumer<DeviceCommand> onCommand, Runnable onUp);

    /**
     * Sends one message.
     *
     * <ul>
     *   <li>completes with {@link WireReply} when the gateway has answered
     *   <li>fails when no answer came: the message must be sent again
     * </ul>
     */
    CompletableFuture<WireReply> send(Channel channel, byte[] payload);

    /** Fetches the firmware that a command names; fails when it cannot be had. */
    CompletableFuture<byte[]> fetch(DeviceCommand command);

    /** How many messages may be on their way at once, in order. */
    int window();

    /** A short name for lists: {@code mqtt5}, {@code coap}, ... */
    String name();

    @Override
    void close();
}
