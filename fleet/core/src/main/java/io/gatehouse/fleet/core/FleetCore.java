package io.gatehouse.fleet.core;

import io.gatehouse.fleet.access.AccessThings;
import io.gatehouse.fleet.access.CardUses;
import io.gatehouse.fleet.access.Cards;
import io.gatehouse.fleet.access.Holidays;
import io.gatehouse.fleet.access.Passes;
import io.gatehouse.fleet.access.People;
import io.gatehouse.fleet.access.PeopleImport;
import io.gatehouse.fleet.access.PeopleIndex;
import io.gatehouse.fleet.access.Pins;
import io.gatehouse.fleet.access.Reports;
import io.gatehouse.fleet.account.Accounts;
import io.gatehouse.fleet.audit.AuditBoard;
import io.gatehouse.fleet.audit.AuditExport;
import io.gatehouse.fleet.audit.AuditKeys;
import io.gatehouse.fleet.audit.ChainCheck;
import io.gatehouse.fleet.authority.Authorities;
import io.gatehouse.fleet.command.Commands;
import io.gatehouse.fleet.commission.Commission;
import io.gatehouse.fleet.enrol.Certificates;
import io.gatehouse.fleet.enrol.Enrolments;
import io.gatehouse.fleet.enrol.Labels;
import io.gatehouse.fleet.enrol.Once;
import io.gatehouse.fleet.enrol.Quarantine;
import io.gatehouse.fleet.enrol.Swaps;
import io.gatehouse.fleet.event.Events;
import io.gatehouse.fleet.event.GapLook;
import io.gatehouse.fleet.event.Gaps;
import io.gatehouse.fleet.intake.Intake;
import io.gatehouse.fleet.patrol.Patrol;
import io.gatehouse.fleet.presence.BacklogBoard;
import io.gatehouse.fleet.presence.DeviceBoard;
import io.gatehouse.fleet.presence.DeviceHealth;
import io.gatehouse.fleet.presence.Facts;
import io.gatehouse.fleet.presence.GatewayBoard;
import io.gatehouse.fleet.presence.Overview;
import io.gatehouse.fleet.presence.PresenceWatch;
import io.gatehouse.fleet.profile.ProfileFolder;
import io.gatehouse.fleet.profile.ProfileShelf;
import io.gatehouse.fleet.registry.Erasures;
import io.gatehouse.fleet.registry.Estates;
import io.gatehouse.fleet.registry.Gateways;
import io.gatehouse.fleet.registry.Sites;
import io.gatehouse.fleet.sitebook.Revocations;
import io.gatehouse.fleet.sitebook.SiteBooks;
import io.gatehouse.fleet.store.Database;
import io.gatehouse.fleet.store.DatabaseSettings;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.fleet.telemetry.Telemetry;
import io.gatehouse.fleet.telemetry.TelemetrySettings;
import io.gatehouse.fleet.whatif.Draft;
import io.gatehouse.fleet.whatif.Replay;
import io.gatehouse.fleet.whatif.WhatIf;
import io.gatehouse.identity.CertificateAuthority;
import io.gatehouse.launch.Surroundings;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Everything that the fleet knows and keeps. Its parts may be used from any thread; all of them block.
 *
 * <pre>
 *  data folder ── keys ──────────┬──► Estates, People, Cards, AccessThings, SiteBooks (what was decided)
 *                                ├──► Labels ─► Enrolments         (who may speak for what)
 *              └─ postgresql ────┼──► Intake ─► Events, Gaps       (what happened)
 *                   (or a URL)   ├──► Facts  ─► boards, Overview   (what is true now)
 *                                ├──► AuditTrail ─► ChainCheck     (what proves it)
 *                                ├──► Commands                     (what is asked)
 *                                └──► Accounts, Sessions, Tokens   (who may)
 *              └─ series ── Telemetry ◄── PresenceWatch, Chores    (what is measured, and who is there)
 * </pre>
 */
public final class FleetCore implements AutoCloseable {

    private final Keys keys;
    private final Authorities authorities;
    private final Database database;
    private final Telemetry telemetry;
    private final DeviceBoard devices;
    private final PresenceWatch presence;
    private final Surroundings surroundings;
    private final ProfileShelf profiles;
    private final Intake intake;
    private final Sites sites;
    private final PeopleIndex peopleIndex;
    private final SiteBooks siteBooks;
    private final Commands commands;
    private final Accounts accounts;
    private final Chores chores;
    private final ChangeRooms changes;
    private final Optional<String> adminPassword;

    private FleetCore(
            Keys keys,
            Authorities authorities,
            Database database,
            Telemetry telemetry,
            ProfileFolder profiles,
            Surroundings surroundings) {
        this.keys = keys;
        this.authorities = authorities;
        this.database = database;
        this.telemetry = telemetry;
        this.surroundings = surroundings;
        this.profiles = new ProfileShelf(database.jdbi(), profiles, surroundings.clock());
        this.devices = new DeviceBoard(database.jdbi(), surroundings.clock(), this.profiles::inForce);
        this.presence = new PresenceWatch(devices);
        this.intake = new Intake(database.jdbi(), surroundings.clock());
        this.sites = new Sites(database.jdbi());
        this.peopleIndex = new PeopleIndex(database.jdbi(), keys, surroundings.clock());
        this.siteBooks = new SiteBooks(database.jdbi(), keys, surroundings.clock());
        this.commands = new Commands(database.jdbi(), surroundings);
        this.accounts = new Accounts(database.jdbi(), surroundings);
        this.adminPassword = accounts.makeFirst();
        this.chores = new Chores(
                database,
                commands,
                new Chores.Looks(gapLook(), chainCheck()),
                new NameKeeping(database.jdbi(), keys, peopleIndex, passes())::keep,
                surroundings.clock());
        this.chores.every(2, "look who is there", presence::look);
        this.chores.every(
                3_600,
                "forget old requests",
                () -> Once.forgetOld(jdbi(), surroundings.clock().instant()));
        this.changes = new ChangeRooms(database.jdbi(), keys, commands, this.profiles::inForce, surroundings);
        this.changes.chores(this.chores::every);
        this.chores.keep(patrol().keeper());
        this.chores.every(3_600, "delete old records of rounds", patrol().retention()::run);
        this.chores.every(3_600, "forget old passes", passes()::forgetOld);
        this.chores.every(3, "seal the audit", accounting().auditSeal()::run);
        this.chores.every(30, "record what nobody finished", accounting().intents()::settle);
        this.chores.every(2, "look at the authorities", accounting().authorityChange(authorities)::lookAtDates);
    }

    /** Does it again and again, beside the core's own chores and until they end; what it throws is told in the log. */
    public void also(int seconds, String what, Runnable chore) {
        chores.every(seconds, what, chore);
    }

    /** With an authority of the fleet's own and the embedded telemetry store. */
    public static FleetCore open(Path folder, DatabaseSettings settings, Surroundings surroundings) {
        return open(folder, settings, Optional.empty(), TelemetrySettings.embedded(), surroundings);
    }

    /**
     * Opens the folder's keys, database and series store, and starts the chores.
     *
     * @param authority whose certificate and key certify devices and gateways; nothing for the folder's own
     * @throws io.gatehouse.launch.StartRefusal when one of them cannot be had
     */
    public static FleetCore open(
            Path folder,
            DatabaseSettings settings,
            Optional<AuthorityFiles> authority,
            TelemetrySettings measurements,
            Surroundings surroundings) {
        Path own = folder.resolve("keys");
        Keys keys = Keys.open(own, surroundings);
        Optional<CertificateAuthority> given = authority.map(files -> files.open(surroundings));
        Database database = Database.open(settings, folder, surroundings);
        try {
            ProfileFolder profiles = ProfileFolder.read(folder.resolve("profiles"));
            Telemetry telemetry = Telemetry.open(database.jdbi(), folder, measurements, surroundings);
            Authorities authorities = Authorities.open(database.jdbi(), own, given, surroundings);
            FleetCore core = new FleetCore(keys, authorities, database, telemetry, profiles, surroundings);
            core.erasures().destroyAgain();
            new NameKeeping(core.jdbi(), core.keys, core.peopleIndex, core.passes()).sealOld();
            core.chores.start();
            telemetry.start();
            return core;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** The one-time password of the account {@code admin}, when this start made it; kept nowhere else. */
    public Optional<String> adminPassword() {
        return adminPassword;
    }

    public Keys keys() {
        return keys;
    }

    public Jdbi jdbi() {
        return database.jdbi();
    }

    /** Whether the database answers now. */
    public boolean answers() {
        return jdbi().withHandle(handle ->
                handle.createQuery("select true").mapTo(Boolean.class).one());
    }

    public Intake intake() {
        return intake;
    }

    public Sites sites() {
        return sites;
    }

    public Gateways gateways() {
        return new Gateways(jdbi(), surroundings);
    }

    public Estates estates() {
        return new Estates(jdbi(), keys, surroundings);
    }

    public AccessThings accessThings() {
        return new AccessThings(jdbi(), keys);
    }

    public People people() {
        return new People(jdbi(), keys, peopleIndex);
    }

    public Cards cards() {
        return new Cards(jdbi(), keys, peopleIndex, surroundings.clock());
    }

    public Holidays holidays() {
        return new Holidays(jdbi(), keys, surroundings.clock());
    }

    public Passes passes() {
        return new Passes(jdbi(), keys, surroundings);
    }

    public Pins pins() {
        return new Pins(jdbi(), keys, surroundings.random());
    }

    public PeopleImport peopleImport() {
        return new PeopleImport(jdbi(), keys, surroundings.clock());
    }

    public Reports reports() {
        return new Reports(jdbi(), keys, surroundings.clock());
    }

    /** What would be at a door, with the door's own rules. */
    public WhatIf whatIf() {
        return new WhatIf(jdbi(), keys);
    }

    /** What a draft would have changed in the last days. */
    public Replay replay(Replay.Bounds bounds) {
        Draft.Savers savers = new Draft.Savers(people(), cards(), accessThings());
        return new Replay(jdbi(), keys, savers, surroundings.clock(), bounds);
    }

    public Patrol patrol() {
        return new Patrol(jdbi(), keys, surroundings);
    }

    public CardUses cardUses() {
        return new CardUses(jdbi(), surroundings.clock());
    }

    /** Who certifies devices and gateways. */
    public CertificateAuthority authority() {
        return authorities.issuing();
    }

    public Authorities authorities() {
        return authorities;
    }

    public Enrolments enrolments() {
        return new Enrolments(jdbi(), keys, authorities, surroundings);
    }

    public Certificates certificates() {
        return new Certificates(jdbi());
    }

    public Labels labels() {
        return new Labels(jdbi(), keys, enrolments(), surroundings);
    }

    public Swaps swaps() {
        return new Swaps(jdbi(), labels(), enrolments(), surroundings);
    }

    /** Bringing devices into service. */
    public Commission commission() {
        return Commission.of(jdbi(), keys, profiles, new NewestMetrics(telemetry.store()), surroundings);
    }

    public Quarantine quarantine() {
        return new Quarantine(jdbi(), keys, enrolments(), surroundings);
    }

    public SiteBooks siteBooks() {
        return siteBooks;
    }

    public Erasures erasures() {
        return new Erasures(jdbi(), keys, surroundings);
    }

    public Revocations revocations() {
        return new Revocations(jdbi(), keys, surroundings.clock());
    }

    public Facts facts() {
        return new Facts(jdbi(), surroundings.clock());
    }

    public GatewayBoard gatewayBoard() {
        return new GatewayBoard(jdbi(), surroundings.clock());
    }

    public BacklogBoard backlogBoard() {
        return new BacklogBoard(jdbi(), surroundings.clock());
    }

    public DeviceBoard deviceBoard() {
        return devices;
    }

    public Overview overview() {
        return new Overview(jdbi(), surroundings.clock(), sites, gatewayBoard(), deviceBoard());
    }

    public Events events() {
        return new Events(jdbi(), keys, peopleIndex);
    }

    public Gaps gaps() {
        return new Gaps(jdbi(), surroundings.clock());
    }

    public GapLook gapLook() {
        return new GapLook(jdbi(), surroundings.clock());
    }

    public Commands commands() {
        return commands;
    }

    /** What is measured. */
    public Telemetry telemetry() {
        return telemetry;
    }

    public DeviceHealth deviceHealth() {
        return new DeviceHealth(deviceBoard(), telemetry);
    }

    /** Tells who comes and goes. */
    public PresenceWatch presence() {
        return presence;
    }

    /** Signing in, and the record of who did what. */
    public AccountRooms accounting() {
        return new AccountRooms(jdbi(), keys, accounts, surroundings);
    }

    public Accounts accounts() {
        return accounts;
    }

    /** The check of the evidence, which the chores run. */
    public ChainCheck chainCheck() {
        return new ChainCheck(jdbi(), surroundings.clock());
    }

    public AuditKeys auditKeys() {
        return new AuditKeys(jdbi(), surroundings.clock());
    }

    public AuditBoard auditBoard() {
        return new AuditBoard(jdbi());
    }

    public AuditExport auditExport() {
        return new AuditExport(jdbi(), surroundings.clock());
    }

    /** Settings, rollouts and jobs. */
    public ChangeRooms changing() {
        return changes;
    }

    @Override
    public void close() {
        chores.close();
        telemetry.close();
        database.close();
    }
}
