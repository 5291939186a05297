package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.access.Passes;
import io.gatehouse.fleet.pdf.QrCode;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Visitors' passes, codes and phones' grants: issued, shown again, taken back. */
public final class PassApi {

    private static final Duration USUAL_LIFE = Duration.ofHours(12);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final int MOST_ENTRIES = 255;

    private final Passes passes;
    private final AccessGround ground;
    private final Clock clock;

    public PassApi(Passes passes, AccessGround ground, Clock clock) {
        this.passes = passes;
        this.ground = ground;
        this.clock = clock;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listPasses", this::list)
                .operator("issuePass", this::issue)
                .operator("pass", this::pass)
                .operator("revokePass", this::revoke);
    }

    private Future<Answer> list(Call call) {
        boolean all = call.query("all").map(Boolean::valueOf).orElse(false);
        return ground.ask(call, site -> Answer.ok(Map.of("items", passes.list(site, all))));
    }

    private Future<Answer> issue(Call call) {
        AccessGround.Change change = AccessGround.Change.of(call, "issuePass", "pass");
        JsonNode body = call.body();
        String by = call.by().user();
        return ground.ask(call, site -> {
            Passes.Issued issued;
            try {
                issued = passes.issue(site, wanted(body), by);
            } catch (IllegalArgumentException e) {
                return Answer.refused(Problem.invalid(
                        String.valueOf(e.getMessage()),
                        "A pass needs gates, an end after its beginning, and entries."));
            }
            String id = issued.id();
            AccessGround.Change named = new AccessGround.Change(
                    change.by(), change.words(), change.action(), change.target() + " " + (id == null ? "" : id));
            return ground.kept(site, named, issued.outcome(), () -> Map.of("pass", carried(site, String.valueOf(id))));
        });
    }

    private Passes.Wanted wanted(JsonNode body) {
        Passes.Kind kind = Passes.Kind.valueOf(body.path("kind").asText("PASS"));
        List<String> gates = new ArrayList<>();
        body.path("gates").forEach(gate -> gates.add(gate.asText()));
        // a little before, for gateways whose clocks are behind
        Instant from = time(body, "validFrom").orElseGet(() -> clock.instant().minus(CLOCKS_DIFFER));
        Instant to = time(body, "validTo").orElseGet(() -> from.plus(USUAL_LIFE));
        boolean phone = kind == Passes.Kind.PHONE;
        int entries = body.path("entries").asInt(1);
        if (gates.isEmpty() || kind == Passes.Kind.CODE && gates.size() > 1) {
            throw new IllegalArgumentException("A pass is for gates, a code for one.");
        } else if (phone == body.path("phoneKey").isMissingNode()
                || phone == body.path("person").isMissingNode()) {
            throw new IllegalArgumentException("A phone has a person and a key, a pass and a code have neither.");
        } else if (!phone && body.path("holder").asText().isBlank()) {
            throw new IllegalArgumentException("Somebody must hold it.");
        } else if (entries < 1 || entries > MOST_ENTRIES) {
            throw new IllegalArgumentException("A pass lets in 1 to 255 times.");
        }
        return new Passes.Wanted(
                kind,
                phone ? body.path("person").asText() : body.path("holder").asText(),
                gates,
                from,
                to,
                entries,
                phone ? key(body.path("phoneKey").asText()) : null);
    }

    /** In the one way in which a key is written. */
    private static String key(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder()
                    .encodeToString(KeyFactory.getInstance("Ed25519")
                            .generatePublic(new X509EncodedKeySpec(bytes))
                            .getEncoded());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("This is no Ed25519 public key in Base64.", e);
        }
    }

    private static Optional<Instant> time(JsonNode body, String name) {
        return body.hasNonNull(name) ? Optional.of(Instant.parse(body.path(name).asText())) : Optional.empty();
    }

    private ObjectNode carried(SiteId site, String id) {
        ObjectNode pass = passes.find(site, id).orElseThrow();
        String text = passes.text(site, id).orElseThrow();
        pass.put("text", text);
        if (!pass.path("kind").asText().equals(Passes.Kind.CODE.name())) {
            QrCode.of(text).rows().forEach(pass.putArray("qr")::add);
        }
        return pass;
    }

    private Future<Answer> pass(Call call) {
        return with(call, (site, id) -> Answer.ok(carried(site, id)));
    }

    private Future<Answer> revoke(Call call) {
        AccessGround.Change change = AccessGround.Change.of(call, "revokePass", "pass " + call.path("pass"));
        String by = call.by().user();
        return with(call, (site, id) -> {
            passes.revoke(site, id, by);
            return ground.kept(
                    site,
                    change,
                    Outcome.KEPT,
                    () -> Map.of("pass", passes.find(site, id).orElseThrow()));
        });
    }

    private Future<Answer> with(Call call, BiFunction<SiteId, String, Answer> answer) {
        String id = call.path("pass");
        return ground.ask(
                call,
                site -> passes.find(site, id).isPresent()
                        ? answer.apply(site, id)
                        : Answer.refused(Problem.notFound(
                                "There is no pass " + id + " at site " + site + ".",
                                "GET /api/v1/sites/" + site + "/passes lists them.")));
    }
}
