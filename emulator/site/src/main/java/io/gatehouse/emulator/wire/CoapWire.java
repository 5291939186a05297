package io.gatehouse.emulator.wire;

import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.Topic;
import io.gatehouse.protocol.device.Topic.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapHandler;
import org.eclipse.californium.core.CoapObserveRelation;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.jspecify.annotations.Nullable;

/** CoAP, plain with the key in the query, or over DTLS with the secret as pre-shared key. One message at a time. */
public final class CoapWire implements Wire {

    private static final long ANSWER_WITHIN_MILLIS = 5_000;
    private static final long OBSERVE_AGAIN_SECONDS = 20;
    /** Of a whole artifact; that a block is lost is noticed long before. */
    private static final long FETCH_WITHIN_MILLIS = 300_000;

    private final Login login;
    private final InetSocketAddress gateway;
    private final boolean secure;
    private final CoapEndpoint endpoint;
    private final boolean ownsEndpoint;
    private final ScheduledExecutorService scheduler;
    private Consumer<DeviceCommand> onCommand = command -> {};
    private volatile @Nullable CoapObserveRelation relation;
    private volatile boolean closed;

    private CoapWire(
            Login login,
            InetSocketAddress gateway,
            CoapEndpoint endpoint,
            boolean secure,
            ScheduledExecutorService scheduler) {
        this.login = login;
        this.gateway = gateway;
        this.endpoint = endpoint;
        this.secure = secure;
        this.ownsEndpoint = secure;
        this.scheduler = scheduler;
    }

    /** @param shared the endpoint that all plain devices of a process use */
    public static CoapWire plain(
            Login login, InetSocketAddress gateway, CoapEndpoint shared, ScheduledExecutorService scheduler) {
        return new CoapWire(login, gateway, shared, false, scheduler);
    }

    /** An endpoint of its own: each device has its own pre-shared key. */
    public static CoapWire dtls(Login login, InetSocketAddress gateway, ScheduledExecutorService scheduler)
            throws IOException {
        CoapEndpoint endpoint = CoapEndpoints.dtls(login);
        return new CoapWire(login, gateway, endpoint, true, scheduler);
    }

    @Override
    public void open(Consumer<DeviceCommand> commands, Runnable onUp) {
        onCommand = commands;
        onUp.run();
        observe();
    }

    /** Observes the commands; renewed now and then, because a gateway that restarted has forgotten who watched. */
    private void observe() {
        if (closed) {
            return;
        }
        CoapClient client = client(Channel.CMD);
        relation = client.observe(new CoapHandler() {
            @Override
            public void onLoad(CoapResponse response) {
                if (response.isSuccess() && response.getPayload() != null && response.getPayload().length > 0) {
                    command(response.getPayload());
                }
            }

            @Override
            public void onError() {
                // the next renewal tries again
            }
        });
        scheduler.schedule(this::renew, OBSERVE_AGAIN_SECONDS, TimeUnit.SECONDS);
    }

    private void renew() {
        CoapObserveRelation now = relation;
        if (now != null) {
            now.reactiveCancel();
        }
        observe();
    }

    private void command(byte[] payload) {
        WireFormat.detect(payload)
                .read(payload, DeviceCommand.class)
                .fold(
                        command -> {
                            onCommand.accept(command);
                            return true;
                        },
                        refusal -> false);
    }

    private CoapClient client(Channel channel) {
        return client(new Topic(login.device(), channel).toString());
    }

    private CoapClient client(String path) {
        String query = secure ? "" : "?key=" + login.secret();
        String uri = (secure ? "coaps://" : "coap://") + gateway.getHostString() + ":" + gateway.getPort() + "/" + path
                + query;
        CoapClient client = new CoapClient(uri);
        client.setEndpoint(endpoint);
        client.setTimeout(ANSWER_WITHIN_MILLIS);
        return client;
    }

    @Override
    public CompletableFuture<WireReply> send(Channel channel, byte[] payload) {
        CompletableFuture<WireReply> reply = new CompletableFuture<>();
        CoapClient client = client(channel);
        Request request = Request.newPost();
        request.setURI(client.getURI());
        request.setPayload(payload);
        request.getOptions().setContentFormat(login.format().coapContentFormat());
        reply.orTimeout(ANSWER_WITHIN_MILLIS * 2, TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> client.shutdown());
        client.advanced(
                new CoapHandler() {
                    @Override
                    public void onLoad(CoapResponse response) {
                        answered(reply, response);
                    }

                    @Override
                    public void onError() {
                        reply.completeExceptionally(new IOException("no answer"));
                    }
                },
                request);
        return reply;
    }

    private static void answered(CompletableFuture<WireReply> reply, CoapResponse response) {
        byte[] payload = response.getPayload() == null ? new byte[0] : response.getPayload();
        if (response.isSuccess()) {
            Optional<DeviceCommand> answer = payload.length == 0
                    ? Optional.empty()
                    : WireFormat.detect(payload)
                            .read(payload, DeviceCommand.class)
                            .fold(Optional::of, refusal -> Optional.empty());
            reply.complete(new WireReply(true, "", answer));
        } else if (response.getCode().isServerError()) {
            reply.completeExceptionally(new IOException("busy: " + response.getCode()));
        } else {
            reply.complete(WireReply.refused(response.getCode() + " " + new String(payload, StandardCharsets.UTF_8)));
        }
    }

    /** Block-wise (RFC 7959), from the device's own resource. */
    @Override
    public CompletableFuture<byte[]> fetch(DeviceCommand command) {
        CompletableFuture<byte[]> content = new CompletableFuture<>();
        CoapClient client = client("gh/v1/" + login.device() + "/firmware");
        Request request = Request.newGet();
        request.setURI(client.getURI());
        content.orTimeout(FETCH_WITHIN_MILLIS, TimeUnit.MILLISECONDS).whenComplete((done, failure) -> {
            if (failure != null) {
                request.cancel();
            }
            client.shutdown();
        });
        client.advanced(
                new CoapHandler() {
                    @Override
                    public void onLoad(CoapResponse response) {
                        if (response.isSuccess()) {
                            content.complete(response.getPayload());
                        } else {
                            content.completeExceptionally(
                                    new IOException("the gateway answered " + response.getCode()));
                        }
                    }

                    @Override
                    public void onError() {
                        content.completeExceptionally(new IOException("no answer"));
                    }
                },
                request);
        return content;
    }

    @Override
    public int window() {
        return 1;
    }

    @Override
    public String name() {
        return secure ? "coaps" : "coap";
    }

    @Override
    public void close() {
        closed = true;
        CoapObserveRelation now = relation;
        if (now != null) {
            now.reactiveCancel();
        }
        if (ownsEndpoint) {
            endpoint.destroy();
        }
    }
}
