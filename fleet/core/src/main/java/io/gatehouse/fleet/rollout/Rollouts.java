package io.gatehouse.fleet.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.command.Commands;
import io.gatehouse.fleet.command.Ordered;
import io.gatehouse.fleet.command.Outlet;
import io.gatehouse.fleet.rollout.engine.Action;
import io.gatehouse.fleet.rollout.engine.Engine;
import io.gatehouse.fleet.rollout.engine.Plan;
import io.gatehouse.fleet.rollout.engine.Rollout;
import io.gatehouse.fleet.rollout.engine.Unit;
import io.gatehouse.fleet.rollout.engine.UnitKey;
import io.gatehouse.fleet.rollout.engine.Wish;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.twin.Twins;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.artifact.Acceptance;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Rollouts as they are kept. A step is one transaction that holds the rollout's row: several nodes may try, one does it, and
 * whoever is killed in between has done nothing. Blocks; any thread.
 */
public final class Rollouts {

    /** One that is over is looked at less often: only those that were away are awaited. */
    private static final int OVER_EVERY_SECONDS = 30;

    private static final String KEY_WITHDRAWN = "the key of the maker that signed it was withdrawn";
    private static final Set<Wish> GOES_ON = EnumSet.of(Wish.APPROVE, Wish.RESUME, Wish.RETRY_FAILED);

    private static final Duration A_MOMENT = Duration.ofMinutes(5);

    private final Jdbi jdbi;
    private final Surroundings surroundings;
    private final Outlet outlet;
    private final Artifacts artifacts;
    private final Twins twins;
    private final FirmwareMover firmware;
    private final SettingsMover settings;

    public Rollouts(
            Jdbi jdbi, Commands commands, Artifacts artifacts, Twins twins, Outlet outlet, Surroundings around) {
        this.jdbi = jdbi;
        this.surroundings = around;
        this.outlet = outlet;
        this.artifacts = artifacts;
        this.twins = twins;
        this.firmware = new FirmwareMover(commands, artifacts, around.ids());
        this.settings = new SettingsMover(twins);
    }

    /** What became of a wish about a rollout. */
    public sealed interface Outcome {

        record Done(ObjectNode rollout) implements Outcome {}

        /** @param what of it there is not */
        record Nothing(String what) implements Outcome {}

        /** @param why in words */
        record Wrong(String why) implements Outcome {}

        /** @param code {@link Wish#SAME_PERSON} or {@link Wish#NOT_NOW} */
        record Refused(String code, String phase) implements Outcome {}
    }

    /** What a wish comes to. */
    private record Drawn(RolloutRow row, List<Targets.Found> found, Entrances entrances) {}

    /** Whom it touches, what differs, and which entrances have only one lane; nothing is made. */
    public Outcome preview(RolloutWish wish, String by) {
        return jdbi.inTransaction(handle -> draw(handle, wish, by, drawn -> {
            Instant now = surroundings.clock().instant();
            Set<String> busy = Facts.emergencies(handle, sitesOf(drawn.row().rollout()), now);
            return new Outcome.Done(RolloutPreview.of(drawn.row(), drawn.found(), drawn.entrances(), busy));
        }));
    }

    /** Makes it; it waits for a second person unless the plan asks for none. */
    public Outcome make(RolloutWish wish, String by) {
        return jdbi.inTransaction(handle -> draw(handle, wish, by, drawn -> {
            Instant now = surroundings.clock().instant();
            if (drawn.found().isEmpty()) {
                return new Outcome.Wrong("no device fits; look at the preview");
            }
            drawn.row().insert(handle, now);
            drawn.row().note(handle, now, "MADE", wish.why(), by);
            return new Outcome.Done(RolloutJson.find(handle, drawn.row().id()).orElseThrow());
        }));
    }

    private interface Use {
        Outcome of(Drawn drawn);
    }

    private Outcome draw(Handle handle, RolloutWish wish, String by, Use use) {
        Optional<ObjectNode> artifact = Optional.ofNullable(wish.artifact()).flatMap(artifacts::bySha256);
        JsonNode wanted = wish.settings();
        if (wish.artifact() != null && artifact.isEmpty()) {
            return new Outcome.Nothing("artifact " + wish.artifact());
        }
        if ((wish.artifact() == null) == (wanted == null)) {
            return new Outcome.Wrong("name either an artifact or settings");
        }
        if (artifact.filter(one -> one.path("withdrawn").asBoolean()).isPresent()) {
            return new Outcome.Wrong(KEY_WITHDRAWN);
        }
        Instant now = surroundings.clock().instant();
        try {
            Plan plan = PlanJson.of(
                    wish, artifact.map(one -> one.path("version").asText()).orElseGet(() -> nameOf(wanted)));
            RolloutWish.Target target = wish.target() == null ? RolloutWish.Target.ALL : wish.target();
            String product = artifact.map(one -> one.path("product").asText()).orElse(null);
            List<Targets.Found> found = Targets.of(handle, target, product, now);
            Optional<String> wrong = wanted == null ? Optional.empty() : wrong(found, wanted);
            if (wrong.isPresent()) {
                return new Outcome.Wrong(wrong.get());
            }
            Entrances entrances = Entrances.at(
                    handle, found.stream().map(one -> one.key().site()).collect(Collectors.toSet()));
            List<Unit> units = Targets.units(found, PlanJson.waves(wish), entrances, now);
            RolloutRow row = new RolloutRow(
                    surroundings.ids().next(),
                    wanted == null ? RolloutRow.Kind.FIRMWARE : RolloutRow.Kind.SETTINGS,
                    wish.artifact(),
                    wanted,
                    new RolloutRow.Made(wish.name(), by, wish.why()),
                    Rollout.begin(plan, units, now));
            return use.of(new Drawn(row, found, entrances));
        } catch (DateTimeException e) {
            return new Outcome.Wrong("a window's time is written as 22:00");
        }
    }

    /** The same settings have the same name. */
    private static String nameOf(@Nullable JsonNode settings) {
        byte[] text = Json.write(String.valueOf(settings)).getBytes(StandardCharsets.UTF_8);
        return "settings-" + Acceptance.sha256(text).substring(0, 12);
    }

    /** Settings that one of the models does not have would never be told. */
    private Optional<String> wrong(List<Targets.Found> found, JsonNode wanted) {
        return found.stream()
                .map(Targets.Found::model)
                .distinct()
                .flatMap(model -> twins.wrong(model.kind(), model.profile(), wanted).stream())
                .findFirst();
    }

    /** Approve, pause, resume, stop, roll back, retry. */
    public Outcome wish(String id, Wish wish, String by, @Nullable String why) {
        return jdbi.inTransaction(handle -> {
            Optional<RolloutRow> found = RolloutRow.lock(handle, id, false);
            if (found.isEmpty()) {
                return new Outcome.Nothing("rollout " + id);
            }
            RolloutRow row = found.get();
            if (GOES_ON.contains(wish) && isWithdrawn(row)) {
                return new Outcome.Wrong(KEY_WITHDRAWN);
            }
            Instant now = surroundings.clock().instant();
            Optional<String> refused = wish.done(row.rollout(), by, row.made().by(), now);
            if (refused.isPresent()) {
                return new Outcome.Refused(refused.get(), row.rollout().phase().name());
            }
            row.save(handle, now);
            row.note(handle, now, wish.name(), why == null ? "" : why, by);
            return new Outcome.Done(RolloutJson.find(handle, id).orElseThrow());
        });
    }

    private boolean isWithdrawn(RolloutRow row) {
        return Optional.ofNullable(row.artifact())
                .flatMap(artifacts::bySha256)
                .filter(one -> one.path("withdrawn").asBoolean())
                .isPresent();
    }

    /** What the maker signed is not believed any more: what runs of it stands still until somebody decides. */
    public void pauseThoseOf(String maker, String by) {
        jdbi.withHandle(handle -> handle.createQuery("""
                        select r.id from rollout r join artifact a on a.sha256 = r.artifact
                        where a.maker = ? and r.phase = 'RUNNING' order by r.id
                        """)
                        .bind(0, maker)
                        .mapTo(String.class)
                        .list())
                .forEach(id -> wish(id, Wish.PAUSE, by, KEY_WITHDRAWN));
    }

    /** Newest first. */
    public List<ObjectNode> list(int limit) {
        return jdbi.withHandle(handle -> RolloutJson.list(handle, limit));
    }

    /** Those that something may still happen to, or did a moment ago. */
    public List<ObjectNode> moving() {
        Instant since = surroundings.clock().instant().minus(A_MOMENT);
        return jdbi.withHandle(handle -> RolloutJson.moving(handle, RolloutRow.time(since)));
    }

    public Optional<ObjectNode> find(String id) {
        return jdbi.withHandle(handle -> RolloutJson.find(handle, id));
    }

    /** The devices of a rollout; nothing means any. */
    public List<ObjectNode> units(String id, @Nullable String state, @Nullable Integer wave, int limit) {
        return jdbi.withHandle(handle -> RolloutJson.units(handle, id, state, wave, limit));
    }

    /** What happened to a device in rollouts, newest first. */
    public List<ObjectNode> timeline(String site, String device, int limit) {
        return jdbi.withHandle(handle -> RolloutJson.timeline(handle, site, device, limit));
    }

    /** A step of each rollout that is not settled; call every few seconds, on any number of nodes. */
    public void tick() {
        Instant now = surroundings.clock().instant();
        List<String> open = jdbi.withHandle(handle -> handle.createQuery("""
                        select id from rollout r where not settled and (phase not in ('DONE', 'STOPPED', 'ROLLED_BACK')
                            or looked_at < :before or exists (select 1 from rollout_unit u where u.rollout = r.id
                                and u.state in ('ORDERED', 'INSTALLED', 'RETURNING'))) order by made_at, id
                        """)
                .bind("before", RolloutRow.time(now.minusSeconds(OVER_EVERY_SECONDS)))
                .mapTo(String.class)
                .list());
        open.forEach(this::step);
    }

    private void step(String id) {
        List<Ordered> orders = jdbi.inTransaction(handle ->
                RolloutRow.lock(handle, id, true).map(row -> step(handle, row)).orElse(List.of()));
        outlet.send(orders);
    }

    private List<Ordered> step(Handle handle, RolloutRow row) {
        Instant now = surroundings.clock().instant();
        Rollout rollout = row.rollout();
        Facts facts = Facts.of(handle, row.id(), sitesOf(rollout), twins.profiles(), now);
        List<Action> actions = Engine.step(rollout, facts, now);
        row.save(handle, now);
        Mover mover = row.kind() == RolloutRow.Kind.FIRMWARE ? firmware : settings;
        List<Ordered> orders = new ArrayList<>();
        for (Action action : actions) {
            if (action instanceof Action.Install install) {
                orders.add(ordered(handle, row, install.unit(), mover.install(handle, row, install.unit())));
            } else if (action instanceof Action.Return back) {
                withdraw(handle, row, back.unit());
                orders.add(ordered(handle, row, back.unit(), mover.goBack(handle, row, back.unit())));
            } else if (action instanceof Action.Told told) {
                row.note(handle, now, told.code(), told.detail(), null);
            }
        }
        return orders;
    }

    private static Ordered ordered(Handle handle, RolloutRow row, UnitKey unit, Ordered ordered) {
        String command =
                ordered instanceof Ordered.Queued queued ? queued.order().commandId() : null;
        // an order for the same settings may be on its way already
        handle.execute("""
                update rollout_unit u set command = coalesce(?, (select t.command from device_twin t join rollout r
                    on r.id = u.rollout and r.kind = 'SETTINGS' where t.site = u.site and t.device = u.device))
                where rollout = ? and site = ? and device = ?
                """, command, row.id(), unit.site(), unit.device());
        return ordered;
    }

    /** What nobody has taken yet need not be done and undone. */
    private void withdraw(Handle handle, RolloutRow row, UnitKey unit) {
        handle.createQuery("select command from rollout_unit where rollout = ? and site = ? and device = ?")
                .bind(0, row.id())
                .bind(1, unit.site())
                .bind(2, unit.device())
                .mapTo(String.class)
                .findOne()
                .ifPresent(command -> firmware.withdraw(handle, command));
    }

    private static Set<String> sitesOf(Rollout rollout) {
        return rollout.units().stream().map(unit -> unit.key().site()).collect(Collectors.toCollection(TreeSet::new));
    }
}
