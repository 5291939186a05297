package io.gatehouse.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatehouse.gateway.access.AccessBook;
import io.gatehouse.gateway.access.AccessDesk;
import io.gatehouse.gateway.access.Read;
import io.gatehouse.launch.Ids;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.command.CommandType;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.DeviceEvent;
import io.gatehouse.protocol.device.PresentedCredential;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a read into a decision, and a decision into the command that answers it. On the gateway's context. */
final class ReadDesk {

    /** Long enough for a slow link, too short to open for somebody else. */
    private static final long ANSWER_LIVES_MILLIS = Duration.ofSeconds(10).toMillis();

    private final AccessDesk access;
    private final Ids ids;

    ReadDesk(AccessDesk access, Ids ids) {
        this.access = access;
        this.ids = ids;
    }

    /**
     * A live read is judged at the gateway's time, whatever the device's clock says. One that is told later is judged at
     * its own time, when that can be believed.
     */
    AccessDecision decide(
            AccessBook book, DeviceId reader, DeviceEvent event, SiteEvent.Stamp stamp, TimeQuality gatewayClock) {
        Instant deviceTime = event.envelope().time();
        boolean later = event.envelope().replayed();
        boolean itsOwnTime = later && deviceTime != null && stamp.quality() != TimeQuality.UNTRUSTED;
        JsonNode named = event.body().path("accessPoint");
        return access.decide(
                book,
                new Read(
                        reader,
                        named.isTextual() ? named.textValue() : null,
                        event.envelope().bootId() + "/" + event.envelope().seq(),
                        PresentedCredential.of(event),
                        itsOwnTime && deviceTime != null ? deviceTime : Instant.ofEpochMilli(stamp.gatewayTime()),
                        later ? itsOwnTime : gatewayClock != TimeQuality.UNTRUSTED));
    }

    /** The event's body as it may be kept: the number is replaced by its mask, bits that say it are left out. */
    static ObjectNode masked(DeviceEvent event) {
        ObjectNode body = event.body().deepCopy();
        if (body.path("credential") instanceof ObjectNode credential) {
            credential.put(
                    "number", CredentialRef.mask(PresentedCredential.of(event).number()));
            credential.remove("bits");
        }
        return body;
    }

    /** Nothing for what must not move a lock: a repeat of a hand held out, or a read that is told later. */
    Optional<DeviceCommand> answer(AccessBook book, DeviceEvent event, AccessDecision decision, long nowMillis) {
        if (event.envelope().replayed() || decision.outcome() == Outcome.IGNORED_DUPLICATE) {
            return Optional.empty();
        }
        boolean opens = decision.outcome().opens() || decision.outcome() == Outcome.FREE_PASSAGE;
        Map<String, JsonNode> data = new LinkedHashMap<>();
        put(data, "accessPoint", decision.accessPoint());
        put(data, "door", decision.door());
        if (opens) {
            int release = Optional.ofNullable(decision.door())
                    .flatMap(book::door)
                    .map(SiteBook.Door::releaseMillis)
                    .orElse(0);
            data.put("releaseMillis", new IntNode(release));
        }
        put(data, "feedback", opens ? "ACCESS_GRANTED" : "ACCESS_DENIED");
        put(data, "reason", decision.reason().name());
        return Optional.of(new DeviceCommand(
                ids.next(),
                opens ? CommandType.UNLOCK_DOOR : CommandType.DENY_ACCESS,
                nowMillis,
                nowMillis + ANSWER_LIVES_MILLIS,
                new DeviceCommand.Answers(
                        event.envelope().bootId(), event.envelope().seq()),
                data));
    }

    private static void put(Map<String, JsonNode> data, String name, @Nullable String value) {
        if (value != null) {
            data.put(name, new TextNode(value));
        }
    }
}
