package io.gatehouse.gateway.ingress.mqtt;

import io.gatehouse.broker.BrokerHooks;
import io.gatehouse.broker.Client;
import io.gatehouse.broker.ConnectAttempt;
import io.gatehouse.broker.InboundPublish;
import io.gatehouse.broker.MqttBroker;
import io.gatehouse.broker.OutboundPublish;
import io.gatehouse.broker.SignIn;
import io.gatehouse.broker.Verdict;
import io.gatehouse.gateway.desk.FrontDesk;
import io.gatehouse.gateway.desk.Reply;
import io.gatehouse.gateway.device.CommandDesk;
import io.gatehouse.gateway.device.CommandWay;
import io.gatehouse.gateway.device.Devices;
import io.gatehouse.gateway.device.Devices.Shown;
import io.gatehouse.identity.Identity;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.Ids;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.DeviceError;
import io.gatehouse.protocol.device.Topic;
import io.gatehouse.protocol.device.Topic.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Devices over MQTT. All hooks run on the gateway's context, which is the broker's. */
public final class MqttIngress implements BrokerHooks, CommandWay {

    private static final int AT_LEAST_ONCE = 1;

    private final Devices devices;
    private final FrontDesk desk;
    private final CommandDesk commands;
    private final Formats formats = new Formats();
    private final Admitted admitted;
    private final Promise<Void> opened = Promise.promise();
    private @Nullable MqttBroker broker;

    public MqttIngress(Devices devices, FrontDesk desk, CommandDesk commands) {
        this.devices = devices;
        this.desk = desk;
        this.commands = commands;
        this.admitted = new Admitted(devices);
    }

    /** The broker that calls this; set once it has started. */
    public void servedBy(MqttBroker started) {
        broker = started;
    }

    /** Everything is joined: whoever has come meanwhile is let in. On the gateway's context, once. */
    public void open() {
        opened.complete();
    }

    /** A device may find a listener before the gateway is ready to answer what it would say: it waits that long. */
    @Override
    public Future<SignIn> signIn(ConnectAttempt attempt) {
        return opened.future().compose(v -> admit(attempt));
    }

    private Future<SignIn> admit(ConnectAttempt attempt) {
        Optional<DeviceId> device = admitted.admit(attempt);
        if (device.isPresent()) {
            return Future.succeededFuture(new SignIn.Admitted(device.get().value()));
        }
        devices.stranger(admitted.nameOf(attempt), attempt.certificate() == null ? Shown.KEY : Shown.CERTIFICATE);
        return Future.succeededFuture(new SignIn.Refused("no such device here, or what it proves does not match"));
    }

    /** A certificate was not believed in the handshake; that it names a device of this site is told. */
    public void notBelieved(Identity shown) {
        if (shown.kind() == Identity.Kind.DEVICE) {
            devices.wrongProof(new DeviceId(shown.name()), Shown.CERTIFICATE);
        }
    }

    /** Another site book is in force: who is no longer in it, or has another secret now, must go. */
    public void siteBookChanged() {
        MqttBroker open = broker;
        if (open != null) {
            admitted.noLonger()
                    .forEach(device -> open.disconnect(
                            device.value(), "the site book no longer knows this device and what it proves"));
            open.reexamine();
        }
    }

    @Override
    public boolean knows(String identity) {
        return Ids.isValid(identity) && devices.find(new DeviceId(identity)).isPresent();
    }

    /** What is no topic of ours at all is refused later, with a reason; only another device's ends the connection. */
    @Override
    public boolean mayPublish(Client client, String topic) {
        return !topic.startsWith(Topic.PREFIX) || topic.startsWith(Topic.PREFIX + client.identity() + "/");
    }

    @Override
    public boolean maySubscribe(Client client, String filter) {
        String own = Topic.PREFIX + client.identity() + "/";
        return filter.startsWith(own);
    }

    @Override
    public Future<Verdict> onPublish(Client client, InboundPublish publish) {
        DeviceId device = new DeviceId(client.identity());
        Optional<Topic> topic = Topic.parse(publish.topic());
        if (topic.isEmpty() || !topic.get().channel().fromDevice()) {
            Refusal refusal = new Refusal(
                    RefusalCode.UNKNOWN_TOPIC,
                    "publish on " + Topic.PREFIX + device + "/event, telemetry, state or ack");
            devices.refused(device, "unknown", refusal);
            return refused(device, "unknown", refusal);
        }
        Channel channel = topic.get().channel();
        byte[] payload = publish.payload().getBytes();
        WireFormat format = formats.heard(device, publish.contentType(), payload);
        return desk.take(device, channel, format, payload).compose(reply -> verdict(device, channel, reply));
    }

    private Future<Verdict> verdict(DeviceId device, Channel channel, Reply reply) {
        if (reply instanceof Reply.Held held) {
            return held.later().compose(settled -> verdict(device, channel, settled));
        }
        if (reply instanceof Reply.Taken taken) {
            return taken.answer().isEmpty()
                    ? Future.succeededFuture(Verdict.ACCEPTED)
                    : hand(device, taken.answer().get()).map(Verdict.ACCEPTED);
        }
        if (reply instanceof Reply.Refused refused) {
            return refused(device, channel.level(), refused.refusal());
        }
        return Future.succeededFuture(Verdict.BUSY);
    }

    private Future<Verdict> refused(DeviceId device, String channel, Refusal refusal) {
        byte code = refusal.code() == RefusalCode.UNKNOWN_TOPIC
                ? Verdict.TOPIC_NAME_INVALID
                : Verdict.PAYLOAD_FORMAT_INVALID;
        return send(device, Channel.ERROR, new DeviceError(refusal.code(), refusal.message(), channel))
                .map(new Verdict.Refused(code, refusal.code() + ": " + refusal.message(), devices.pauseMillis(device)));
    }

    @Override
    public Future<Boolean> hand(DeviceId device, DeviceCommand command) {
        // a command that waits for a device that is away is not to be carried out late
        long seconds = Math.max(1, (command.expiresAt() - devices.nowMillis()) / 1000);
        return say(message(device, Channel.CMD, command).expiringAfter(seconds)).map(live -> live > 0);
    }

    private Future<Integer> send(DeviceId device, Channel channel, Object message) {
        return say(message(device, channel, message));
    }

    private OutboundPublish message(DeviceId device, Channel channel, Object message) {
        WireFormat format = formats.of(device);
        return OutboundPublish.of(
                new Topic(device, channel).toString(),
                Buffer.buffer(format.write(message)),
                AT_LEAST_ONCE,
                format.mediaType());
    }

    private Future<Integer> say(OutboundPublish message) {
        return broker == null ? Future.succeededFuture(0) : broker.publish(message);
    }

    @Override
    public void onConnected(Client client) {
        devices.connected(new DeviceId(client.identity()), "mqtt");
    }

    @Override
    public void onSubscribed(Client client, String filter) {
        DeviceId device = new DeviceId(client.identity());
        String own = Topic.PREFIX + device + "/";
        if (filter.equals(new Topic(device, Channel.CMD).toString())
                || filter.equals(own + "+")
                || filter.equals(own + "#")) {
            commands.arrived(device);
        }
    }

    @Override
    public void onDisconnected(Client client, String reason) {
        devices.disconnected(new DeviceId(client.identity()), reason);
    }

    @Override
    public void onForeignTopic(Client client, String topic) {
        devices.strayed(new DeviceId(client.identity()), topic);
    }
}
