package io.gatehouse.gateway.ingress.broker;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.gatehouse.gateway.desk.FrontDesk;
import io.gatehouse.gateway.desk.Reply;
import io.gatehouse.gateway.device.CommandDesk;
import io.gatehouse.gateway.device.CommandWay;
import io.gatehouse.gateway.device.Devices;
import io.gatehouse.gateway.ingress.mqtt.Formats;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.DeviceError;
import io.gatehouse.protocol.device.Topic;
import io.gatehouse.protocol.device.Topic.Channel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Devices over a broker on site. Who a device is, that broker has to see to: here its topic tells, and only devices of the
 * site book are heard. On the gateway's context.
 *
 * <pre>
 *   device ──► broker on site ──► BrokerLine ──► Inflow ──► FrontDesk ──► journal
 *                    ▲                │  acknowledged when it is durable
 *                    └── cmd, error ──┘
 * </pre>
 */
public final class BrokerIngress implements CommandWay {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerIngress.class);
    private static final long BUSY_PAUSE_MILLIS = 500;
    /** After this much silence a device may have been away: what waits for it is sent again. */
    private static final long SILENCE_MILLIS = 30_000;

    private final Context context;
    private final Devices devices;
    private final FrontDesk desk;
    private final CommandDesk commands;
    private final Formats formats = new Formats();
    private final Map<DeviceId, Long> heardAt = new HashMap<>();
    private final BrokerLine line;
    private final Inflow<Mqtt5Publish> inflow;
    private boolean stopped;
    private long broken;

    /** The rooms behind it. */
    public record Rooms(Devices devices, FrontDesk desk, CommandDesk commands) {}

    public BrokerIngress(Context context, BrokerSettings settings, Rooms rooms, RandomGenerator random) {
        this.context = context;
        this.devices = rooms.devices;
        this.desk = rooms.desk;
        this.commands = rooms.commands;
        List<String> filters = Arrays.stream(Channel.values())
                .filter(Channel::fromDevice)
                .map(channel -> Topic.PREFIX + "+/" + channel.level())
                .toList();
        this.inflow = new Inflow<>(new Inflow.Around<>(
                publish -> publish.getPayloadAsBytes().length, this::take, this::afterAPause, this::tooMuch));
        this.line = new BrokerLine(
                context, settings, filters, new BrokerLine.Hearer(this::arrived, inflow::forget), random);
    }

    /** Connects, and goes on trying until {@link #stop}. */
    public void start() {
        line.start();
    }

    /** Ends the connection; the broker keeps the session, and with it what devices say meanwhile. */
    public Future<Void> stop() {
        stopped = true;
        return line.stop();
    }

    public boolean isConnected() {
        return line.isUp();
    }

    /** Messages whose handling broke; each is a bug. */
    public long broken() {
        return broken;
    }

    /** Must never throw, or the stream of messages ends and what follows is lost in silence. */
    private void arrived(Mqtt5Publish publish) {
        try {
            Optional<Topic> topic = Topic.parse(publish.getTopic().toString());
            if (topic.isEmpty() || devices.find(topic.get().device()).isEmpty()) {
                devices.stranger(topic.map(known -> known.device().value())
                        .orElse(publish.getTopic().toString()));
                publish.acknowledge();
                return;
            }
            inflow.add(publish);
        } catch (RuntimeException e) {
            broken++;
            LOG.error("a message on {} could not be dealt with; this is a bug", publish.getTopic(), e);
            publish.acknowledge();
        }
    }

    private void afterAPause(Runnable work) {
        context.owner().setTimer(BUSY_PAUSE_MILLIS, timer -> work.run());
    }

    private void tooMuch() {
        line.cut("it has sent more than may wait for the journal");
    }

    /** Whether it was dealt with; false when it must come again. */
    private Future<Boolean> take(Mqtt5Publish publish) {
        if (stopped) {
            // not acknowledged: the broker sends it again to the next connection
            return Future.succeededFuture(true);
        }
        Topic topic = Topic.parse(publish.getTopic().toString()).orElseThrow();
        DeviceId device = topic.device();
        byte[] payload = publish.getPayloadAsBytes();
        String contentType = publish.getContentType().map(Object::toString).orElse(null);
        WireFormat format = formats.heard(device, contentType, payload);
        Future<Boolean> taken = desk.take(device, topic.channel(), format, payload)
                .map(reply -> answer(topic, publish, reply))
                .onFailure(failure -> LOG.error("the desk failed; this is a bug", failure));
        heard(device);
        return taken;
    }

    private boolean answer(Topic topic, Mqtt5Publish publish, Reply reply) {
        if (reply instanceof Reply.Busy) {
            return false;
        }
        if (reply instanceof Reply.Held held) {
            // those behind it need not wait for the disk
            held.later().onSuccess(settled -> answer(topic, publish, settled));
            return true;
        }
        if (reply instanceof Reply.Taken taken) {
            taken.answer().ifPresent(command -> hand(topic.device(), command));
        } else if (reply instanceof Reply.Refused refused) {
            refuse(topic, refused.refusal());
        }
        publish.acknowledge();
        return true;
    }

    private void refuse(Topic topic, Refusal refusal) {
        DeviceError error = new DeviceError(
                refusal.code(), refusal.message(), topic.channel().level());
        line.send(message(topic.device(), Channel.ERROR, error).build())
                .onFailure(failure -> LOG.debug("a refusal could not be told to {}", topic.device(), failure));
    }

    private void heard(DeviceId device) {
        long now = devices.nowMillis();
        Long before = heardAt.put(device, now);
        if (before == null || now - before > SILENCE_MILLIS) {
            commands.arrived(device);
        }
    }

    /** Handed over when the broker has it and somebody subscribed, as far as the broker tells. */
    @Override
    public Future<Boolean> hand(DeviceId device, DeviceCommand command) {
        long seconds = Math.max(1, (command.expiresAt() - devices.nowMillis()) / 1000);
        return line.send(message(device, Channel.CMD, command)
                        .messageExpiryInterval(seconds)
                        .build())
                .map(BrokerIngress::hasHearers)
                .recover(failure -> Future.succeededFuture(false));
    }

    private static boolean hasHearers(Mqtt5PublishResult result) {
        return !(result instanceof Mqtt5PublishResult.Mqtt5Qos1Result qos1)
                || qos1.getPubAck().getReasonCode() != Mqtt5PubAckReasonCode.NO_MATCHING_SUBSCRIBERS;
    }

    private Mqtt5PublishBuilder.Complete message(DeviceId device, Channel channel, Object message) {
        WireFormat format = formats.of(device);
        return Mqtt5Publish.builder()
                .topic(new Topic(device, channel).toString())
                .qos(MqttQos.AT_LEAST_ONCE)
                .contentType(format.mediaType())
                .payload(format.write(message));
    }
}
