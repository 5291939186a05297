package io.gatehouse.fleet.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.command.CommandState;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Moves commands on by what gateways and devices report; a final state stays. */
final class CommandReports {

    private final Handle handle;

    CommandReports(Handle handle) {
        this.handle = handle;
    }

    Set<String> apply(List<Accepted> records) {
        Set<String> changed = new LinkedHashSet<>();
        for (Accepted record : records) {
            SiteEvent event = record.event();
            if (!event.type().equals(GatewayEvents.COMMAND_REPORTED) || event.body() == null) {
                continue;
            }
            JsonNode body = event.body();
            String id = body.path("commandId").asText();
            Optional<CommandState> state = Arrays.stream(CommandState.values())
                    .filter(one -> one.name().equals(body.path("state").asText()))
                    .findFirst();
            if (state.isPresent() && step(id, state.get(), body, event.gatewayTime())) {
                changed.add(id);
            }
        }
        return changed;
    }

    private boolean step(String id, CommandState state, JsonNode body, long at) {
        String message = body.path("message").textValue();
        OffsetDateTime time = OffsetDateTime.ofInstant(Instant.ofEpochMilli(at), ZoneOffset.UTC);
        int added = handle.execute("""
                insert into command_step (command, at, state, message)
                select id, ?, ?, ? from command where id = ? on conflict do nothing
                """, time, state.name(), message, id);
        String[] earlier = Arrays.stream(CommandState.values())
                .filter(one -> !one.isFinal() && one.ordinal() < state.ordinal())
                .map(Enum::name)
                .toArray(String[]::new);
        handle.createUpdate("""
                        update command set state = :state, message = coalesce(:message, message),
                            code = coalesce(:code, code)
                        where id = :id and state = any(:earlier)
                        """)
                .bind("state", state.name())
                .bind("message", message)
                .bind("code", body.path("code").textValue())
                .bind("id", id)
                .bindArray("earlier", String.class, (Object[]) earlier)
                .execute();
        return added > 0;
    }
}
