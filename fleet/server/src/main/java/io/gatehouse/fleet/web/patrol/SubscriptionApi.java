package io.gatehouse.fleet.web.patrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.patrol.Patrol;
import io.gatehouse.fleet.report.Format;
import io.gatehouse.fleet.subscription.Subscription;
import io.gatehouse.fleet.web.api.AccessGround;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reports that leave by mail again and again. */
final class SubscriptionApi {

    /** As much as is needed to catch what was mistyped; the mail server knows better. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@,<>]{1,64}@[^\\s@,<>]{1,190}");

    private final Patrol patrol;
    private final AccessGround ground;

    SubscriptionApi(Patrol patrol, AccessGround ground) {
        this.patrol = patrol;
        this.ground = ground;
    }

    void addTo(Operations operations) {
        operations
                .operator(
                        "listReportSubscriptions",
                        call -> ground.ask(
                                call,
                                site -> Answer.items(patrol.subscriptions().list(site))))
                .operator("reportSubscription", this::one)
                .admin("putReportSubscription", this::put)
                .admin("deleteReportSubscription", this::delete)
                .operator("retryReportMail", this::retry)
                .operator("mailedReport", this::file);
    }

    private Future<Answer> one(Call call) {
        String id = call.path("subscription");
        return ground.ask(call, site -> Answer.found(whole(site, id), found -> found, none(site, id)));
    }

    /** With what became of the last ones. */
    private Optional<ObjectNode> whole(SiteId site, String id) {
        return patrol.subscriptions().find(site, id).map(found -> {
            ObjectNode whole = found;
            patrol.outbox().log(site, id).forEach(run -> whole.withArray("runs").add(run));
            return whole;
        });
    }

    private static Problem none(SiteId site, String id) {
        return Problem.notFound(
                "There is no subscription " + id + " at site " + site + ".",
                "GET /api/v1/sites/" + site + "/report-subscriptions lists them.");
    }

    private Future<Answer> put(Call call) {
        String id = call.path("subscription");
        JsonNode body = call.body();
        Audit.By by = call.by();
        List<String> recipients = new ArrayList<>();
        body.path("recipients").forEach(one -> recipients.add(one.asText().strip()));
        for (String recipient : recipients) {
            if (!ADDRESS.matcher(recipient).matches()) {
                return PatrolRecords.refused(
                        "'" + recipient + "' is no address.", "Write each as name@domain, without anything around it.");
            }
        }
        Subscription wish = new Subscription(
                id,
                body.path("name").asText(id),
                body.hasNonNull("route") ? body.path("route").asText() : null,
                body.path("by").asText("route"),
                Subscription.Every.valueOf(body.path("every").asText()),
                body.path("hour").asInt(7),
                recipients,
                body.path("format").asText("pdf"),
                body.path("language").asText("en"),
                body.path("enabled").asBoolean(true));
        return ground.ask(call, site -> {
            if (wish.route() != null && !hasRoute(site, wish.route())) {
                return Answer.refused(Problem.invalid(
                        "There is no route " + wish.route() + " at site " + site + ".",
                        "Leave 'route' out for all of them."));
            }
            patrol.subscriptions().put(site, wish, by.user());
            ground.audit().note(by, "putReportSubscription", "report subscription " + id + " at site " + site);
            return Answer.ok(whole(site, id).orElseThrow());
        });
    }

    private boolean hasRoute(SiteId site, String route) {
        return patrol.plans().all(site).getOrDefault("routes", List.of()).stream()
                .anyMatch(one -> one.path("id").asText().equals(route));
    }

    private Future<Answer> delete(Call call) {
        String id = call.path("subscription");
        Audit.By by = call.by();
        return ground.ask(call, site -> {
            if (!patrol.subscriptions().delete(site, id)) {
                return Answer.refused(none(site, id));
            }
            ground.audit().note(by, "deleteReportSubscription", "report subscription " + id + " at site " + site);
            return Answer.done();
        });
    }

    private Future<Answer> retry(Call call) {
        String id = call.path("subscription");
        Audit.By by = call.by();
        return ground.ask(call, site -> {
            if (patrol.subscriptions().find(site, id).isEmpty()) {
                return Answer.refused(none(site, id));
            }
            int many = patrol.outbox().retry(site, id);
            if (many > 0) {
                ground.audit().note(by, "retryReportMail", "report subscription " + id + " at site " + site);
            }
            return Answer.ok(Map.of("mails", many));
        });
    }

    private Future<Answer> file(Call call) {
        long run = Long.parseLong(call.path("run"));
        return ground.ask(
                call,
                site -> patrol.outbox()
                        .file(site, run)
                        .<Answer>map(file -> new Answer.Bytes(
                                200,
                                Format.of(file.name()
                                                .substring(file.name().lastIndexOf('.') + 1)
                                                .toLowerCase(Locale.ROOT))
                                        .orElse(Format.PDF)
                                        .mediaType(),
                                Buffer.buffer(file.bytes()),
                                Map.of("Cache-Control", "private, no-store")))
                        .orElseGet(() -> Answer.refused(Problem.notFound(
                                "There is no report " + run + " at site " + site + ".",
                                "It is not made yet, or was deleted when its time was over."))));
    }
}
