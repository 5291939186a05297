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
import io.gatehouse.fleet.account.AccountBook;
import io.gatehouse.fleet.account.Accounts;
import io.gatehouse.fleet.account.AuditLog;
import io.gatehouse.fleet.account.AuditSeal;
import io.gatehouse.fleet.account.Changes;
import io.gatehouse.fleet.account.Federated;
import io.gatehouse.fleet.account.SecondFactors;
import io.gatehouse.fleet.account.Sessions;
import io.gatehouse.fleet.account.SignIns;
import io.gatehouse.fleet.account.Tokens;
import io.gatehouse.fleet.audit.AuditBoard;
import io.gatehouse.fleet.audit.AuditExport;
import io.gatehouse.fleet.audit.AuditKeys;
import io.gatehouse.fleet.audit.ChainCheck;
import io.gatehouse.fleet.command.Commands;
import io.gatehouse.fleet.enrol.Certificates;
import io.gatehouse.fleet.enrol.Enrolments;
import io.gatehouse.fleet.enrol.Labels;
import io.gatehouse.fleet.enrol.Quarantine;
import io.gatehouse.fleet.event.Events;
import io.gatehouse.fleet.event.GapLook;
import io.gatehouse.fleet.event.Gaps;
import io.gatehouse.fleet.intake.Intake;
import io.gatehouse.fleet.presence.BacklogBoard;
import io.gatehouse.fleet.presence.DeviceBoard;
import io.gatehouse.fleet.presence.Facts;
import io.gatehouse.fleet.presence.GatewayBoard;
import io.gatehouse.fleet.presence.Overview;
import io.gatehouse.fleet.registry.Erasures;
import io.gatehouse.fleet.registry.Estates;
import io.gatehouse.fleet.registry.Gateways;
import io.gatehouse.fleet.registry.Sites;
import io.gatehouse.fleet.sitebook.Revocations;
import io.gatehouse.fleet.sitebook.SiteBooks;
import io.gatehouse.fleet.store.Database;
import io.gatehouse.fleet.store.DatabaseSettings;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.fleet.telemetry.DuckDbSeriesStore;
import io.gatehouse.fleet.telemetry.SeriesFeed;
import io.gatehouse.fleet.telemetry.SeriesStore;
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
 *              └─ series ── SeriesStore ◄── SeriesFeed, Chores     (what is measured)
 * </pre>
 */
public final class FleetCore implements AutoCloseable {

    private final Keys keys;
    private final CertificateAuthority authority;
    private final Database database;
    private final SeriesStore series;
    private final Surroundings surroundings;
    private final Intake intake;
    private final Sites sites;
    private final PeopleIndex peopleIndex;
    private final SiteBooks siteBooks;
    private final Commands commands;
    private final Accounts accounts;
    private final Chores chores;
    private final Optional<String> adminPassword;

    private FleetCore(Secrets secrets, Database database, SeriesStore series, Surroundings surroundings) {
        this.keys = secrets.keys;
        this.authority = secrets.authority;
        this.database = database;
        this.series = series;
        this.surroundings = surroundings;
        this.intake = new Intake(database.jdbi(), surroundings.clock());
        this.sites = new Sites(database.jdbi());
        this.peopleIndex = new PeopleIndex(database.jdbi(), keys, surroundings.clock());
        this.siteBooks = new SiteBooks(database.jdbi(), keys, surroundings.clock());
        this.commands = new Commands(database.jdbi(), surroundings);
        this.accounts = new Accounts(database.jdbi(), surroundings);
        this.adminPassword = accounts.makeFirst();
        this.chores = new Chores(
                database,
                new SeriesFeed(database.jdbi(), series),
                commands,
                new Chores.Looks(gapLook(), chainCheck()),
                this::keepNames,
                surroundings.clock());
        this.chores.every(3, "seal the audit", auditSeal()::run);
        this.chores.every(3_600, "forget old passes", passes()::forgetOld);
    }

    private record Secrets(Keys keys, CertificateAuthority authority) {}

    /** As {@link #open(Path, DatabaseSettings, Optional, Surroundings)}, with an authority of the fleet's own. */
    public static FleetCore open(Path folder, DatabaseSettings settings, Surroundings surroundings) {
        return open(folder, settings, Optional.empty(), surroundings);
    }

    /**
     * Opens the folder's keys, database and series store, and starts the chores.
     *
     * @param authority whose certificate and key certify devices and gateways; nothing for the folder's own
     * @throws io.gatehouse.launch.StartRefusal when one of them cannot be had
     */
    public static FleetCore open(
            Path folder, DatabaseSettings settings, Optional<AuthorityFiles> authority, Surroundings surroundings) {
        Path own = folder.resolve("keys");
        Secrets keys = new Secrets(
                Keys.open(own, surroundings),
                authority
                        .map(given -> given.open(surroundings))
                        .orElseGet(() -> AuthorityFiles.ensure(own, surroundings)));
        Database database = Database.open(settings, folder, surroundings);
        try {
            SeriesStore series = DuckDbSeriesStore.open(folder.resolve("series.duckdb"));
            FleetCore core = new FleetCore(keys, database, series, surroundings);
            core.erasures().destroyAgain();
            core.sealOldNames();
            core.chores.start();
            return core;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Names that were written before there were keys, or by somebody else, must not stay readable. Returns how many. */
    private int sealNames() {
        int all = 0;
        int some;
        do {
            some = People.sealOpenNames(jdbi(), keys);
            all += some;
        } while (some > 0);
        return all;
    }

    /** The rows from before are in the table's file until it is written anew. */
    private void sealOldNames() {
        if (sealNames() > 0) {
            jdbi().useHandle(handle -> handle.execute("vacuum full person"));
        }
    }

    /** A part at a time: other chores wait meanwhile. */
    private void keepNames() {
        People.sealOpenNames(jdbi(), keys);
        passes().sealHolders();
        peopleIndex.warmUp();
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

    public CardUses cardUses() {
        return new CardUses(jdbi(), surroundings.clock());
    }

    /** Who certifies devices, gateways and the fleet's own listeners. */
    public CertificateAuthority authority() {
        return authority;
    }

    public Enrolments enrolments() {
        return new Enrolments(jdbi(), keys, authority, surroundings);
    }

    public Certificates certificates() {
        return new Certificates(jdbi());
    }

    public Labels labels() {
        return new Labels(jdbi(), keys, enrolments(), surroundings);
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
        return new DeviceBoard(jdbi(), surroundings.clock());
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

    public SeriesStore series() {
        return series;
    }

    public Accounts accounts() {
        return accounts;
    }

    public Sessions sessions() {
        return new Sessions(jdbi(), surroundings);
    }

    /** What administrators do about accounts. */
    public AccountBook accountBook() {
        return new AccountBook(jdbi(), surroundings, accounts);
    }

    public Federated federated() {
        return new Federated(jdbi(), surroundings);
    }

    public SecondFactors secondFactors() {
        return new SecondFactors(jdbi(), keys, surroundings);
    }

    public SignIns signIns() {
        return new SignIns(jdbi(), surroundings.clock(), accounts, secondFactors());
    }

    public Tokens tokens() {
        return new Tokens(jdbi(), surroundings);
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

    /** Chains what was noted; people's changes before they are answered, the rest by the chores. */
    public AuditSeal auditSeal() {
        return new AuditSeal(jdbi(), keys, surroundings);
    }

    public Changes changes() {
        return new Changes(jdbi(), keys, surroundings.clock());
    }

    public AuditLog audit() {
        return new AuditLog(jdbi(), surroundings.clock());
    }

    @Override
    public void close() {
        chores.close();
        series.close();
        database.close();
    }
}
