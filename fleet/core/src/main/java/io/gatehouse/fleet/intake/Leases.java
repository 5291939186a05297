package io.gatehouse.fleet.intake;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.uplink.GatewayHello;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks for a gateway: the youngest boot that has said hello. A boot that had the word and lost it never gets it
 * back. Inside a transaction.
 */
final class Leases {

    /** Messages of a boot that a broker still carries when its successor says hello; later ones are spoken by a copy. */
    static final int GRACE_SECONDS = 15;

    private static final int KEPT = 64;

    private final Handle handle;
    private final OffsetDateTime now;

    Leases(Handle handle, OffsetDateTime now) {
        this.handle = handle;
        this.now = now;
    }

    /** The lease in force. */
    record Lease(String boot, long epoch, boolean tells) {

        /** Whether a batch of the boot (or of a gateway that names none) may be taken. */
        boolean admits(@Nullable String speaker) {
            return speaker == null ? !tells : speaker.equals(boot);
        }
    }

    /**
     * What a hello has come to.
     *
     * @param lease in force now
     * @param before in force until now, when the hello has taken over
     */
    record Taken(Lease lease, Optional<Lease> before, boolean takenOver) {}

    /** Locks the gateway's lease and hands it to the hello's boot, unless that boot has lost it before: then nothing. */
    Optional<Taken> take(GatewayHello hello) {
        String gateway = hello.gateway().value();
        boolean tells = hello.start() != null;
        int first = handle.execute(
                "insert into gateway_lease (gateway, boot, epoch, tells, since) values (?, ?, 1, ?, ?) on conflict do nothing",
                gateway,
                hello.bootId(),
                tells,
                now);
        Lease lease = locked(hello.gateway());
        if (first > 0) {
            return Optional.of(new Taken(lease, Optional.empty(), true));
        }
        if (lease.boot().equals(hello.bootId())) {
            return Optional.of(new Taken(lease, Optional.empty(), false));
        }
        if (retired(hello.gateway(), hello.bootId()).isPresent()) {
            return Optional.empty();
        }
        Lease next = new Lease(hello.bootId(), lease.epoch() + 1, tells);
        handle.execute(
                "insert into gateway_boot (gateway, boot, epoch, retired) values (?, ?, ?, ?) on conflict do nothing",
                gateway,
                lease.boot(),
                lease.epoch(),
                now);
        handle.execute("delete from gateway_boot where gateway = ? and epoch < ?", gateway, next.epoch() - KEPT);
        handle.execute(
                "update gateway_lease set boot = ?, epoch = ?, tells = ?, since = ? where gateway = ?",
                next.boot(),
                next.epoch(),
                tells,
                now,
                gateway);
        return Optional.of(new Taken(next, Optional.of(lease), true));
    }

    private Lease locked(GatewayId gateway) {
        return handle.createQuery("select boot, epoch, tells from gateway_lease where gateway = ? for update")
                .bind(0, gateway.value())
                .map((row, context) -> new Lease(row.getString("boot"), row.getLong("epoch"), row.getBoolean("tells")))
                .one();
    }

    Optional<Lease> inForce(GatewayId gateway) {
        return handle.createQuery("select boot, epoch, tells from gateway_lease where gateway = ?")
                .bind(0, gateway.value())
                .map((row, context) -> new Lease(row.getString("boot"), row.getLong("epoch"), row.getBoolean("tells")))
                .findOne();
    }

    /** When the boot lost the word; nothing when it never had it. */
    Optional<OffsetDateTime> retired(GatewayId gateway, String boot) {
        return handle.createQuery("select retired from gateway_boot where gateway = ? and boot = ?")
                .bind(0, gateway.value())
                .bind(1, boot)
                .mapTo(OffsetDateTime.class)
                .findOne();
    }

    /** Whether the boot goes on speaking although it lost the word long enough ago to have heard of it. */
    boolean isCopy(GatewayId gateway, String boot) {
        return retired(gateway, boot)
                .filter(at -> at.plusSeconds(GRACE_SECONDS).isBefore(now))
                .isPresent();
    }

    /** Whether the boot that takes over has nothing of what the one before it wrote. */
    static boolean isStranger(GatewayHello.@Nullable Start start, Optional<Lease> before) {
        if (start == null || before.isEmpty() || !before.get().tells()) {
            return false;
        }
        List<String> ancestors = start.ancestors();
        return !ancestors.contains(before.get().boot());
    }
}
