package io.gatehouse.gateway;

import io.gatehouse.gateway.artifact.ArtifactShelf;
import io.gatehouse.gateway.configuration.ConfigurationDesk;
import io.gatehouse.gateway.device.CommandDesk;
import io.gatehouse.gateway.device.SiteOrders;
import io.gatehouse.gateway.link.Boot;
import io.gatehouse.gateway.link.FleetLink;
import io.gatehouse.gateway.link.LinkSettings;
import io.gatehouse.gateway.link.SiteBookFetch;
import io.gatehouse.gateway.record.Stamps;
import io.gatehouse.protocol.artifact.OwnConfiguration;
import io.vertx.core.Context;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the fleet sends the gateway beside site books and orders: its own configuration, put in force while it runs, and the
 * firmware of its devices. On the gateway's context.
 */
final class Own {

    private final Context context;
    private final Ground ground;
    private final Base base;
    private final LinkSettings file;
    private final LinkSettings line;
    private final SiteBookFetch fetch;
    private final ArtifactShelf shelf;
    private @Nullable ConfigurationDesk desk;

    /** What the gateway's own file says, and what hears when something else holds. */
    record Base(GatewaySettings settings, Boot boot, Stamps stamps, Clock clock) {}

    Own(Context context, Ground ground, Base base, Supplier<Map<String, String>> addresses) {
        this.context = context;
        this.ground = ground;
        this.base = base;
        this.file = FleetLine.of(base.settings(), ground.identity(), base.boot());
        this.line = line(file, ground.fromFleet().own());
        this.fetch = new SiteBookFetch(context, line);
        this.shelf = new ArtifactShelf(
                context,
                new ArtifactShelf.Source(
                        file.gateway(),
                        fetch,
                        ground.fromFleet().key(),
                        base.settings().fleet().artifactRate()),
                ground.artifacts(),
                base.clock(),
                () -> addresses.get().getOrDefault("web", ""));
        base.stamps().tolerate(tolerance(ground.fromFleet().own()));
    }

    /** The way to the fleet at the start. */
    LinkSettings line() {
        return line;
    }

    SiteBookFetch fetch() {
        return fetch;
    }

    /** The way to the fleet, with what the fleet has set over it. */
    private static LinkSettings line(LinkSettings line, Map<String, String> own) {
        return new LinkSettings(
                line.gateway(),
                line.identity(),
                line.boot(),
                address(own, OwnConfiguration.FLEET_MQTT, line.mqtt()),
                address(own, OwnConfiguration.FLEET_HTTP, line.http()),
                span(own, OwnConfiguration.LONGEST_PAUSE, line.longestPause()));
    }

    private static URI address(Map<String, String> own, String name, URI otherwise) {
        String text = own.get(name);
        return text == null ? otherwise : URI.create(text);
    }

    private static Duration span(Map<String, String> own, String name, Duration otherwise) {
        String text = own.get(name);
        return text == null ? otherwise : Duration.parse(text);
    }

    private Duration tolerance(Map<String, String> own) {
        return span(
                own, OwnConfiguration.CLOCK_TOLERANCE, base.settings().access().clockTolerance());
    }

    /** Takes over orders about the gateway itself, and what has to be there before a device is told. */
    void begin(CommandDesk commands, FleetLink link, SiteOrders others) {
        ConfigurationDesk made = new ConfigurationDesk(
                context,
                file.gateway(),
                ground.fromFleet().key(),
                ground.fromFleet().configuration(),
                others,
                base.settings().fleet().trial());
        made.applies(own -> {
            LinkSettings next = line(file, own);
            base.stamps().tolerate(tolerance(own));
            if (!next.equals(link.settings())) {
                fetch.moveTo(next);
                link.moveTo(next);
            }
        });
        desk = made;
        commands.preparedBy(shelf);
        commands.siteOrders(made);
    }

    /** Call about once a second. */
    void tick(BooleanSupplier line, BooleanSupplier health) {
        ConfigurationDesk made = desk;
        if (made != null) {
            made.tick(line, health);
        }
    }

    ArtifactShelf shelf() {
        return shelf;
    }
}
