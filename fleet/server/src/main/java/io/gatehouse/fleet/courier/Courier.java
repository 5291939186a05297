package io.gatehouse.fleet.courier;

import io.gatehouse.fleet.notify.Channel;
import io.gatehouse.fleet.notify.Outbox;
import io.gatehouse.fleet.web.api.Objections;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.launch.Surroundings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what is due from the outbox and sends it. Made, started and stopped on the fleet's context. */
public final class Courier {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final long PACE_MILLIS = 2_000;
    private static final int AT_ONCE = 10;
    private static final int PATIENCE_SECONDS = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);

    private final Vertx vertx;
    private final Outbox outbox;
    private final Settings settings;
    private final Surroundings surroundings;
    private final Work work;
    private final MeterRegistry registry;
    private final Post post;
    private final @Nullable MailClient mail;
    private boolean stopped;

    /**
     * How it sends.
     *
     * @param mail how mail leaves, or nothing when it does not
     * @param from the sender of mail
     * @param networks networks of one's own in which webhooks may be
     * @param console where the console is, to be linked
     */
    public record Settings(
            Optional<MailConfig> mail, String from, List<Destinations.Network> networks, Optional<String> console) {

        public Settings {
            networks = List.copyOf(networks);
        }
    }

    /** What it stands on. */
    public record Ground(Vertx vertx, Surroundings surroundings, MeterRegistry registry) {}

    public Courier(Ground ground, Outbox outbox, Settings settings, Work work) {
        this.vertx = ground.vertx();
        this.outbox = outbox;
        this.settings = settings;
        this.surroundings = ground.surroundings();
        this.registry = ground.registry();
        this.work = work;
        this.post = new Post(vertx, new Destinations(settings.networks()), work);
        this.mail =
                settings.mail().map(config -> MailClient.create(vertx, config)).orElse(null);
    }

    public void start() {
        vertx.setTimer(PACE_MILLIS, id -> look());
    }

    public Future<Void> stop() {
        stopped = true;
        MailClient open = mail;
        return post.close().eventually(() -> open == null ? Future.succeededFuture() : open.close());
    }

    private void look() {
        if (stopped) {
            return;
        }
        work.call(() -> outbox.take(AT_ONCE))
                .compose(due -> Future.join(due.stream().map(this::deliver).toList()))
                .onFailure(failure -> LOG.debug("nothing is told now: {}", failure.toString()))
                .onComplete(done -> start());
    }

    private Future<Void> deliver(Outbox.Due due) {
        return send(due.channel(), Letter.of(due, settings.console().orElse(null)))
                .compose(answer -> work.call(() -> {
                    if (answer.why().isEmpty()) {
                        outbox.sent(due.id());
                    } else {
                        outbox.failed(due, answer.why(), answer.hopeless());
                    }
                    return null;
                }));
    }

    /**
     * What came of sending.
     *
     * @param why why it did not go out; empty when it did
     * @param hopeless whether another try would end alike
     */
    public record Sent(String why, boolean hopeless) {}

    /** Sends a test at once. Never fails. */
    public Future<Sent> test(Channel channel) {
        return send(channel, Letter.test(channel, "test-" + surroundings.ids().next()));
    }

    private Future<Sent> send(Channel channel, Letter letter) {
        Future<Sent> sent = channel.kind() == Channel.Kind.EMAIL ? mail(channel, letter) : hook(channel, letter);
        return sent.recover(failure -> Future.succeededFuture(new Sent(said(failure), false)))
                .onSuccess(done -> registry.counter(
                                "gatehouse.fleet.notifications",
                                "kind",
                                channel.kind().name(),
                                "result",
                                done.why().isEmpty() ? "sent" : "failed")
                        .increment());
    }

    private Future<Sent> mail(Channel channel, Letter letter) {
        MailClient client = mail;
        if (client == null) {
            return Future.succeededFuture(new Sent("No mail server is set: gatehouse.fleet.mail.host.", true));
        }
        MailMessage message = new MailMessage()
                .setFrom(settings.from())
                .setTo(List.of(channel.target().split("\\s*,\\s*")))
                .setSubject(letter.title())
                .setText(String.join("\n", letter.lines()) + "\n");
        message.addHeader("Auto-Submitted", "auto-generated");
        return client.sendMail(message)
                .timeout(PATIENCE_SECONDS * 2L, TimeUnit.SECONDS)
                .map(result -> new Sent("", false));
    }

    private Future<Sent> hook(Channel channel, Letter letter) {
        Hook hook = Hook.of(channel, letter, surroundings.clock().instant());
        return post.to(channel.target(), hook, PATIENCE)
                .map(reply -> reply.fold(
                        refused -> new Sent(refused.why(), true),
                        answered -> new Sent(Hook.refusal(answered.status(), answered.body()), false)));
    }

    /** By which other questions than alarms go out, under the same rules. */
    public Objections objections() {
        return new PostedObjections(post, surroundings, registry);
    }

    private static String said(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.length() > 300 ? message.substring(0, 300) : message;
    }
}
