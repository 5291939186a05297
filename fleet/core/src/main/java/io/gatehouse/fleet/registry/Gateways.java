package io.gatehouse.fleet.registry;

import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.uplink.GatewayHello;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The gateways: which site they work for, and the secret that only they know. */
public final class Gateways {

    private static final int SECRET_BYTES = 24;

    private final Jdbi jdbi;
    private final Surroundings surroundings;

    public Gateways(Jdbi jdbi, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.surroundings = surroundings;
    }

    /** Makes or changes a gateway; returns its secret when it is new. */
    public Optional<String> put(GatewayId gateway, SiteId site, String name) {
        String secret = Surroundings.hex(surroundings.random(), SECRET_BYTES);
        return jdbi.inTransaction(handle -> {
            int changed = handle.execute(
                    "update gateway set site = ?, name = ? where id = ?", site.value(), name, gateway.value());
            if (changed > 0) {
                return Optional.empty();
            }
            handle.execute(
                    "insert into gateway (id, site, name, secret_hash) values (?, ?, ?, ?)",
                    gateway.value(),
                    site.value(),
                    name,
                    Hashes.sha256(secret));
            return Optional.of(secret);
        });
    }

    /** A new secret; the old one stops working. Nothing when there is no such gateway. */
    public Optional<String> rotate(GatewayId gateway) {
        String secret = Surroundings.hex(surroundings.random(), SECRET_BYTES);
        int changed = jdbi.withHandle(handle -> handle.execute(
                "update gateway set secret_hash = ? where id = ?", Hashes.sha256(secret), gateway.value()));
        return changed == 0 ? Optional.empty() : Optional.of(secret);
    }

    /** Secrets are 192 random bits, so a plain hash is enough to keep; compared in constant time. */
    public boolean admits(GatewayId gateway, String secret) {
        Optional<String> hash =
                jdbi.withHandle(handle -> handle.createQuery("select secret_hash from gateway where id = ?")
                        .bind(0, gateway.value())
                        .mapTo(String.class)
                        .findOne());
        return hash.isPresent() && Hashes.same(hash.get(), Hashes.sha256(secret));
    }

    public Optional<SiteId> siteOf(GatewayId gateway) {
        return jdbi.withHandle(handle -> handle.createQuery("select site from gateway where id = ?")
                .bind(0, gateway.value())
                .mapTo(String.class)
                .findOne()
                .map(SiteId::new));
    }

    public List<GatewayId> at(SiteId site) {
        return jdbi.withHandle(handle -> handle.createQuery("select id from gateway where site = ? order by id")
                .bind(0, site.value())
                .map((row, context) -> new GatewayId(row.getString(1)))
                .list());
    }

    /** The gateway has connected. */
    public void greeted(GatewayHello hello) {
        OffsetDateTime now = OffsetDateTime.ofInstant(now(), ZoneOffset.UTC);
        jdbi.useHandle(handle -> handle.execute(
                """
                update gateway set software = ?, boot_id = ?, addresses = ?::jsonb, site_book_version = ?,
                    last_heard = ?, online_since = ? where id = ?
                """,
                hello.software(),
                hello.bootId(),
                Json.write(hello.addresses()),
                hello.siteBookVersion(),
                now,
                now,
                hello.gateway().value()));
    }

    private Instant now() {
        return surroundings.clock().instant();
    }
}
