package io.gatehouse.fleet.courier;

import io.gatehouse.fleet.patrol.Patrol;
import io.gatehouse.fleet.patrol.PatrolReports;
import io.gatehouse.fleet.report.Format;
import io.gatehouse.fleet.report.ReportMaker;
import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.fleet.subscription.ReportOutbox;
import io.gatehouse.fleet.subscription.Subscription;
import io.gatehouse.fleet.web.api.Phrases;
import io.gatehouse.fleet.web.call.Work;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.mail.MailAttachment;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailMessage;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes reports that are due and mails them. A mail that left is never sent again; one of which that is not known, because
 * the node died in the moment of sending, goes out again under the same message id. On the fleet's context.
 */
public final class ReportCourier {

    private static final Logger LOG = LoggerFactory.getLogger(ReportCourier.class);
    private static final long PACE_MILLIS = 2_000;
    private static final int AT_ONCE = 5;
    private static final int PATIENCE_SECONDS = 60;

    private final Vertx vertx;
    private final ReportOutbox outbox;
    private final ReportMaker maker;
    private final Courier.Settings settings;
    private final Work work;
    private final MeterRegistry registry;
    // held: a client that nobody refers to is closed
    private final @Nullable MailClient mail;
    private boolean stopped;

    /** What it stands on. */
    public record Ground(Vertx vertx, Clock clock, MeterRegistry registry, Work work) {}

    public ReportCourier(Ground ground, Patrol patrol, Courier.Settings settings) {
        this.vertx = ground.vertx();
        this.outbox = patrol.outbox();
        this.maker = new ReportMaker(patrol, ground.clock());
        this.settings = settings;
        this.work = ground.work();
        this.registry = ground.registry();
        this.mail = settings.mail()
                .map(config -> MailClient.create(ground.vertx(), config))
                .orElse(null);
    }

    public void start() {
        vertx.setTimer(PACE_MILLIS, id -> look());
    }

    public Future<Void> stop() {
        stopped = true;
        MailClient open = mail;
        return open == null ? Future.succeededFuture() : open.close();
    }

    private void look() {
        if (stopped) {
            return;
        }
        work.call(() -> {
                    outbox.begin();
                    return outbox.take(AT_ONCE);
                })
                .compose(due -> Future.join(due.stream().map(this::deliver).toList()))
                .onFailure(failure -> LOG.warn("no report is mailed now: {}", failure.toString()))
                .onComplete(done -> start());
    }

    private Future<Void> deliver(ReportOutbox.Due due) {
        return send(due)
                .recover(failure -> Future.succeededFuture(new Courier.Sent(said(failure), false)))
                .compose(sent -> work.call(() -> {
                    boolean out = sent.why().isEmpty();
                    registry.counter("gatehouse.fleet.reports.mailed", "result", out ? "sent" : "failed")
                            .increment();
                    if (out) {
                        outbox.sent(due);
                    } else {
                        outbox.failed(due, sent.why(), sent.hopeless());
                    }
                    return null;
                }));
    }

    private Future<Courier.Sent> send(ReportOutbox.Due due) {
        MailClient client = mail;
        if (client == null) {
            return Future.succeededFuture(new Courier.Sent("No mail server is set: gatehouse.fleet.mail.host.", false));
        }
        return work.call(() -> file(due))
                .compose(file -> client.sendMail(message(due, file)).timeout(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .map(result -> new Courier.Sent("", false));
    }

    /** The one that all recipients get. */
    private ReportOutbox.File file(ReportOutbox.Due due) {
        ReportOutbox.File there = due.file();
        if (there != null) {
            return there;
        }
        Subscription of = due.of();
        Format format = Format.of(of.format()).orElse(Format.PDF);
        PatrolReports.By by = PatrolReports.By.valueOf(of.countedBy().toUpperCase(Locale.ROOT));
        byte[] bytes = maker.period(
                due.site(),
                new PatrolReports.Asked(due.first(), due.last(), by, of.route()),
                new ReportMaker.Shape(format, Phrases.named(of.language())));
        String days = due.first().equals(due.last()) ? due.first().toString() : due.first() + "--" + due.last();
        return outbox.keep(
                due.run(),
                new ReportOutbox.File("patrol-" + due.site().value() + "-" + days + "." + format.extension(), bytes));
    }

    private MailMessage message(ReportOutbox.Due due, ReportOutbox.File file) {
        Phrases words = Phrases.named(due.of().language());
        String days = due.first().equals(due.last()) ? due.first().toString() : due.first() + " – " + due.last();
        String title = words.say("patrol.mail.subject", "{name}: {days}", name -> switch (name) {
            case "name" -> due.of().name();
            case "days" -> days;
            default -> "";
        });
        String text = words.say("patrol.mail.text", "{site}, {days}", name -> switch (name) {
            case "site" -> due.site().value();
            case "days" -> days;
            default -> "";
        });
        String link = settings.console()
                .map(url ->
                        url + "/patrol-report?site=" + due.site().value() + "&day=" + due.first() + "&to=" + due.last())
                .orElse("");
        String type = Format.of(due.of().format()).orElse(Format.PDF).mediaType();
        MailMessage message = new MailMessage()
                .setFrom(settings.from())
                .setTo(List.of(due.recipient()))
                .setSubject(title)
                .setText(text + "\n" + link + "\n")
                .setAttachment(List.of(MailAttachment.create()
                        .setName(file.name())
                        .setContentType(type.split(";", 2)[0])
                        .setDisposition("attachment")
                        .setData(Buffer.buffer(file.bytes()))));
        message.addHeader("Auto-Submitted", "auto-generated");
        // the same when it is sent again: whoever gets it twice sees it once
        message.addHeader(
                "Message-ID",
                "<report-" + due.run() + "-" + Hashes.sha256(due.recipient()).substring(0, 16) + "@gatehouse>");
        return message;
    }

    private static String said(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.length() > 300 ? message.substring(0, 300) : message;
    }
}
