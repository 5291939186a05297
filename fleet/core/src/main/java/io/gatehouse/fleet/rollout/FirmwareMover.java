package io.gatehouse.fleet.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.command.Commands;
import io.gatehouse.fleet.command.Ordered;
import io.gatehouse.fleet.command.Request;
import io.gatehouse.fleet.rollout.engine.UnitKey;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.launch.Ids;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.command.CommandType;
import java.util.Base64;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Firmware: by commands that name what to fetch and what to leave again. */
final class FirmwareMover implements Mover {

    private static final long LONGEST_LIFE = 86_400;

    private final Commands commands;
    private final Artifacts artifacts;
    private final Ids ids;
    // an artifact never changes; a wave asks for the same one a thousand times
    private volatile @Nullable Told told;

    /** What devices are told of an artifact. */
    private record Told(String sha256, ObjectNode data) {}

    FirmwareMover(Commands commands, Artifacts artifacts, Ids ids) {
        this.commands = commands;
        this.artifacts = artifacts;
        this.ids = ids;
    }

    @Override
    public Ordered install(Handle handle, RolloutRow row, UnitKey unit) {
        return order(handle, row, unit, CommandType.UPDATE_FIRMWARE, data(Objects.requireNonNull(row.artifact())));
    }

    private ObjectNode data(String sha256) {
        Told last = told;
        if (last != null && last.sha256().equals(sha256)) {
            return last.data();
        }
        ObjectNode artifact = artifacts.bySha256(sha256).orElseThrow();
        ObjectNode data = Json.object()
                .put("product", artifact.path("product").asText())
                .put("version", artifact.path("version").asText())
                .put("sha256", sha256)
                .put("bytes", artifact.path("bytes").asLong())
                .put(
                        "manifest",
                        Base64.getEncoder()
                                .encodeToString(artifacts.signed(sha256).orElseThrow()));
        told = new Told(sha256, data);
        return data;
    }

    /** A device that does not run it has nothing to leave, and says that it is done. */
    @Override
    public Ordered goBack(Handle handle, RolloutRow row, UnitKey unit) {
        ObjectNode data = Json.object().put("version", row.rollout().plan().target());
        return order(handle, row, unit, CommandType.REVERT_FIRMWARE, data);
    }

    void withdraw(Handle handle, String command) {
        commands.withdraw(handle, command, "the rollout went back");
    }

    private Ordered order(Handle handle, RolloutRow row, UnitKey unit, CommandType type, ObjectNode data) {
        long life =
                Math.min(LONGEST_LIFE, row.rollout().plan().patience().install().toSeconds());
        Request request = new Request(
                type,
                "rollout-" + ids.next(),
                (int) Math.max(1, life),
                row.made().name(),
                data);
        return commands.order(
                handle,
                new SiteId(unit.site()),
                new DeviceId(unit.device()),
                request,
                row.made().by());
    }
}
