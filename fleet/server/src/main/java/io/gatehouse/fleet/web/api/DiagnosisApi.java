package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.diagnosis.Check;
import io.gatehouse.fleet.diagnosis.Diagnosis;
import io.gatehouse.fleet.diagnosis.Inquiry;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.support.Installation;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.launch.Launch;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Why a device is not there, how the installation is, and the bundle for whoever helps from far away. */
public final class DiagnosisApi {

    private final Inquiry inquiry;
    private final Installation installation;
    private final Supplier<byte[]> bundle;
    private final Clock clock;
    private final Work work;

    public DiagnosisApi(Inquiry inquiry, Installation installation, Supplier<byte[]> bundle, Clock clock, Work work) {
        this.inquiry = inquiry;
        this.installation = installation;
        this.bundle = bundle;
        this.clock = clock;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("diagnoseDevice", this::diagnose)
                .admin("installation", this::installation)
                .admin("supportBundle", this::bundle);
    }

    private Future<Answer> diagnose(Call call) {
        SiteId site = new SiteId(call.path("site"));
        DeviceId device = new DeviceId(call.path("device"));
        Phrases phrases = Phrases.of(call);
        return work.call(() -> Answer.found(
                inquiry.into(site, device), found -> told(found, phrases), DeviceApi.noDevice(site, device)));
    }

    private static Map<String, Object> told(Diagnosis found, Phrases phrases) {
        Map<String, Object> told = new LinkedHashMap<>();
        found.reason().ifPresent(reason -> told.put("reason", told(reason, phrases)));
        told.put("checks", told(found.checks(), phrases));
        return told;
    }

    private static List<Map<String, Object>> told(List<Check> checks, Phrases phrases) {
        return checks.stream().map(check -> told(check, phrases)).toList();
    }

    private static Map<String, Object> told(Check check, Phrases phrases) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("subject", check.subject());
        told.put("verdict", check.verdict());
        told.put("code", check.code());
        told.put("facts", check.facts());
        told.put(
                "message",
                phrases.say(
                        "diagnosis." + check.code(),
                        check.code(),
                        name -> check.facts().getOrDefault(name, "")));
        if (phrases.has("diagnosisTodo." + check.code())) {
            told.put("todo", phrases.text("diagnosisTodo." + check.code(), ""));
        }
        return told;
    }

    private Future<Answer> installation(Call call) {
        Phrases phrases = Phrases.of(call);
        return work.call(() -> Answer.ok(Map.of(
                "version",
                Launch.version(),
                "time",
                Json.time(clock.instant()),
                "checks",
                told(installation.examine(), phrases))));
    }

    private Future<Answer> bundle(Call call) {
        return work.call(() -> new Answer.Bytes(
                200,
                "application/zip",
                Buffer.buffer(bundle.get()),
                Map.of("Content-Disposition", "attachment; filename=\"gatehouse-support.zip\"")));
    }
}
