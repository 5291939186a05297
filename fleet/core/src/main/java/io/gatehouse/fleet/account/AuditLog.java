package io.gatehouse.fleet.account;

import io.gatehouse.fleet.store.Json;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Who changed what, from where. Rows are only added. */
public final class AuditLog {

    private final Jdbi jdbi;
    private final Clock clock;

    public AuditLog(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * @param action the operation's name in the contract
     * @param target what was changed, such as {@code gateway east-1}
     * @param details without any secret
     */
    public void note(String who, String address, String action, String target, Map<String, String> details) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into audit (at, who, action, target, address, details) values (?, ?, ?, ?, ?, ?::jsonb)",
                OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
                who,
                action,
                target,
                address,
                Json.write(details)));
    }
}
