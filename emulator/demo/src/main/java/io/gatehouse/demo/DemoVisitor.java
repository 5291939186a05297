package io.gatehouse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.emulator.EmulatedSite;
import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.estate.Estate;
import io.gatehouse.emulator.estate.EstateJson;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who comes with a pass: the fleet signs it, the gateway believes it though no site book has it, and once its
 * entries are used it opens nothing more.
 */
final class DemoVisitor {

    private static final String NAME = "李娜 Li Na";
    private static final int ENTRIES = 2;
    private static final long FIRST_SECONDS = 4;
    private static final long AGAIN_SECONDS = 45;

    private DemoVisitor() {}

    /** Gives the visitor a pass, unless somebody holds one, and lets them come once more often than it lets them in. */
    static void comes(FleetApi api, Estate estate, EmulatedSite site) {
        String passes = "/sites/" + estate.site().id() + "/passes";
        Estate.Device lane = estate.devices().stream()
                .filter(device -> device.kind().equals("TURNSTILE") && "IN".equals(device.direction()))
                .findFirst()
                .orElse(null);
        if (lane == null || !api.get(passes).path("items").isEmpty()) {
            return;
        }
        ObjectNode wanted =
                JsonNodeFactory.instance.objectNode().put("holder", NAME).put("entries", ENTRIES);
        wanted.putArray("gates").add(EstateJson.accessPoint(lane));
        JsonNode pass = api.post(passes, wanted).path("pass");
        String text = pass.path("text").asText();
        for (int visit = 0; visit <= ENTRIES; visit++) {
            site.scheduler()
                    .schedule(
                            () -> site.device(lane.id())
                                    .ifPresent(reader -> reader.event(
                                            "CredentialPresented", EmulatedDevice.credential("QR_CODE", text))),
                            FIRST_SECONDS + visit * AGAIN_SECONDS,
                            TimeUnit.SECONDS);
        }
    }
}
