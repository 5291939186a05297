package io.gatehouse.gateway.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.DoorInBook;
import io.gatehouse.launch.Ids;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReaderFeedback;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.command.CommandType;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.Envelope;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The command that answers a decision. Nothing in it tells a duress from a grant. */
final class AnswerCommands {

    /** Long enough for a slow link, too short to open for somebody else. */
    private static final long LIVES_MILLIS = Duration.ofSeconds(10).toMillis();

    private final Ids ids;

    AnswerCommands(Ids ids) {
        this.ids = ids;
    }

    /** Nothing for what must not move a lock: a repeat of a hand held out, or a read that is told later. */
    Optional<DeviceCommand> of(AccessBook book, @Nullable Envelope read, AccessDecision decision, long nowMillis) {
        boolean told = read != null && read.replayed();
        if (told || decision.outcome() == Outcome.IGNORED_DUPLICATE || decision.outcome() == Outcome.OBSERVED) {
            return Optional.empty();
        }
        CommandType type = type(decision.outcome());
        Map<String, JsonNode> data = new LinkedHashMap<>();
        put(data, "accessPoint", decision.accessPoint());
        put(data, "door", decision.door());
        if (type == CommandType.UNLOCK_DOOR) {
            data.put("releaseMillis", new IntNode(releaseMillis(book, decision)));
        }
        put(data, "feedback", feedback(decision, type).name());
        put(data, "reason", shownReason(decision).name());
        if (type == CommandType.SHOW_FEEDBACK) {
            put(data, "factors", decision.details().get("factors"));
            put(data, "seconds", decision.details().get("seconds"));
        }
        return Optional.of(new DeviceCommand(
                ids.next(),
                type,
                nowMillis,
                nowMillis + LIVES_MILLIS,
                read == null ? null : new DeviceCommand.Answers(read.bootId(), read.seq()),
                data));
    }

    /** Out of a door: for a request to exit. */
    DeviceCommand out(DoorInBook door, Envelope request, long nowMillis) {
        Map<String, JsonNode> data = new LinkedHashMap<>();
        put(data, "door", door.id());
        data.put("releaseMillis", new IntNode(door.door().releaseMillis()));
        put(data, "feedback", ReaderFeedback.ACCESS_GRANTED.name());
        put(data, "reason", ReasonCode.FREE_PASSAGE.name());
        return new DeviceCommand(
                ids.next(),
                CommandType.UNLOCK_DOOR,
                nowMillis,
                nowMillis + LIVES_MILLIS,
                new DeviceCommand.Answers(request.bootId(), request.seq()),
                data);
    }

    /** For a door that is held open; no read is answered by it. */
    DeviceCommand hold(DoorInBook door, int releaseMillis, long nowMillis) {
        Map<String, JsonNode> data = new LinkedHashMap<>();
        put(data, "door", door.id());
        data.put("releaseMillis", new IntNode(releaseMillis));
        put(data, "feedback", ReaderFeedback.DOOR_UNLOCKED.name());
        put(data, "reason", ReasonCode.FREE_PASSAGE.name());
        return new DeviceCommand(ids.next(), CommandType.UNLOCK_DOOR, nowMillis, nowMillis + LIVES_MILLIS, null, data);
    }

    private static CommandType type(Outcome outcome) {
        return switch (outcome) {
            case GRANTED, GRANTED_DURESS, GRANTED_SOFT, GRANTED_EXTERNAL, FREE_PASSAGE -> CommandType.UNLOCK_DOOR;
            case PENDING, MUSTERED -> CommandType.SHOW_FEEDBACK;
            case DENIED, IGNORED_DUPLICATE, OBSERVED -> CommandType.DENY_ACCESS;
        };
    }

    /** For a door's reader, about the door and nobody in particular. */
    DeviceCommand signal(DoorInBook door, ReaderFeedback shown, long nowMillis) {
        Map<String, JsonNode> data = new LinkedHashMap<>();
        put(data, "door", door.id());
        put(data, "feedback", shown.name());
        return new DeviceCommand(
                ids.next(), CommandType.SHOW_FEEDBACK, nowMillis, nowMillis + LIVES_MILLIS, null, data);
    }

    private static ReaderFeedback feedback(AccessDecision decision, CommandType type) {
        if (type == CommandType.UNLOCK_DOOR) {
            return ReaderFeedback.ACCESS_GRANTED;
        }
        if (type == CommandType.DENY_ACCESS) {
            return ReaderFeedback.ACCESS_DENIED;
        }
        return switch (decision.reason()) {
            case MUSTERED -> ReaderFeedback.OK;
            case FACTOR_MISMATCH -> ReaderFeedback.RETRY_IDENTIFIER;
            case VERIFICATION_REQUIRED, SEARCH_REQUIRED, AUTHORIZATION_DELAYED -> ReaderFeedback.PROCESSING;
            default -> ReaderFeedback.REQUIRE_IDENTIFIER;
        };
    }

    /** Whoever stands beside the reader must not see that help was called. */
    private static ReasonCode shownReason(AccessDecision decision) {
        return decision.outcome() == Outcome.GRANTED_DURESS ? ReasonCode.GRANTED : decision.reason();
    }

    /** Longer for people who need it. */
    private static int releaseMillis(AccessBook book, AccessDecision decision) {
        int door = decision.door() == null ? AccessBook.NOTHING : book.doorNumber(decision.door());
        if (door == AccessBook.NOTHING) {
            return 0;
        }
        DoorInBook found = book.door(door);
        int person =
                decision.person() == null ? AccessBook.NOTHING : book.people().find(decision.person());
        boolean slow = person != AccessBook.NOTHING && book.people().extendedTime(person);
        return found.door().releaseMillis() + (slow ? found.rules().extendedMillis() : 0);
    }

    private static void put(Map<String, JsonNode> data, String name, @Nullable String value) {
        if (value != null) {
            data.put(name, new TextNode(value));
        }
    }
}
