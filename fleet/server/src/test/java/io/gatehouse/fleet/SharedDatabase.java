package io.gatehouse.fleet;

import io.gatehouse.fleet.account.Tokens;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.store.DatabaseSettings;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The bundled PostgreSQL, kept by this process, so that fleet nodes beside it can be killed without it. */
final class SharedDatabase implements AutoCloseable {

    private final Path folder;
    private final FleetCore core;

    SharedDatabase(Path folder) {
        this.folder = folder;
        this.core = FleetCore.open(folder, DatabaseSettings.bundled(), Surroundings.ofSystem());
    }

    FleetCore core() {
        return core;
    }

    String url() throws SQLException {
        return core.jdbi()
                .withHandle(handle -> handle.getConnection().getMetaData().getURL());
    }

    /** The settings of a node that uses it at the address. */
    Map<String, String> settings(String url) throws IOException {
        return new HashMap<>(Map.of(
                "gatehouse.fleet.database.url",
                url,
                "gatehouse.fleet.database.user",
                "gatehouse",
                "gatehouse.fleet.database.password",
                Files.readString(folder.resolve("postgresql/password"))));
    }

    /** A token that may do everything. */
    String token() {
        return core.accounting()
                .tokens()
                .create("admin", "test", new Tokens.Scope("admin", null), null)
                .secret();
    }

    /** A site of that name with one gateway of the same name; returns the gateway's secret. */
    String gateway(String name) {
        core.sites().put(new SiteId(name), name, "UTC");
        return core.gateways().put(new GatewayId(name), new SiteId(name), name).orElseThrow();
    }

    /** The numbers that are kept of the gateway's events, in the order of device, boot and device number. */
    List<Long> numbers(String gateway) {
        return core.jdbi()
                .withHandle(
                        handle -> handle.createQuery("select device_seq from event where gateway = ? order by log, seq")
                                .bind(0, gateway)
                                .mapTo(Long.class)
                                .list());
    }

    @Override
    public void close() {
        core.close();
    }
}
