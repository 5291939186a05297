package io.gatehouse.fleet.web;

import io.gatehouse.fleet.account.AuditLog;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.passkey.PasskeyRooms;
import io.gatehouse.fleet.web.api.ChangeApi;
import io.gatehouse.fleet.web.call.Admission;
import io.gatehouse.fleet.web.call.Api;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Contract;
import io.gatehouse.fleet.web.call.Failures;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Places;
import io.gatehouse.fleet.web.call.Recorder;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.fleet.web.live.Live;
import io.gatehouse.fleet.web.oidc.OidcApi;
import io.gatehouse.fleet.web.oidc.OidcSettings;
import io.gatehouse.fleet.web.sign.AccountApi;
import io.gatehouse.fleet.web.sign.PasskeyAddress;
import io.gatehouse.fleet.web.sign.PasskeyApi;
import io.gatehouse.fleet.web.sign.PasskeySignInApi;
import io.gatehouse.fleet.web.sign.SecondFactorApi;
import io.gatehouse.fleet.web.sign.SessionApi;
import io.gatehouse.fleet.web.sign.SignInCounts;
import io.gatehouse.fleet.web.sign.SignInLimits;
import io.gatehouse.fleet.web.sign.SignInWays;
import io.gatehouse.fleet.web.sign.SignedIn;
import io.gatehouse.fleet.web.sign.TokenApi;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who comes in, what they may do, and the record of what they did: wired. */
final class Entrance {

    private final Web.Ground ground;
    private final Web.SignIn settings;
    private final Work work;
    private final Work passwords;
    private final SignInLimits limits;

    Entrance(Web.Ground ground, Web.SignIn settings, Work work) {
        this.ground = ground;
        this.settings = settings;
        this.work = work;
        this.passwords = new Work(ground.vertx().createSharedWorkerExecutor("fleet-passwords", 2), 16);
        this.limits = new SignInLimits(ground.surroundings().clock());
    }

    /** Accounts, sessions, tokens, and who changed what. */
    void addTo(Operations operations, Audit audit, Live live, Work exports) {
        Vertx vertx = ground.vertx();
        FleetCore core = ground.core();
        SessionApi.Ground known = new SessionApi.Ground(
                core.accounts(),
                core.accounting().accountBook(),
                core.accounting().signIns(),
                core.accounting().sessions());
        SignInCounts counts = new SignInCounts(ground.registry());
        SessionApi.Pools pools = new SessionApi.Pools(passwords, work);
        SessionApi sessions = new SessionApi(known, limits, counts, audit, pools);
        sessions.addTo(operations);
        elsewhere(operations, sessions);
        passkeys(operations, new PasskeySignInApi.Door(known.sessions(), sessions, counts, audit), pools);
        new SecondFactorApi(core.accounting().secondFactors(), core.accounts(), limits, audit, passwords)
                .addTo(operations);
        new TokenApi(core.accounting().tokens(), audit, work).addTo(operations);
        new AccountApi(
                        core.accounting().accountBook(),
                        core.accounting().secondFactors(),
                        live::cutOff,
                        audit,
                        new AccountApi.Pools(passwords, work))
                .addTo(operations);
        new ChangeApi(core.accounting().changes(), vertx, work, exports).addTo(operations);
    }

    private void passkeys(Operations operations, PasskeySignInApi.Door door, SessionApi.Pools pools) {
        PasskeyRooms rooms = ground.core().accounting().passkeys();
        PasskeyAddress address = new PasskeyAddress(settings.publicUrl());
        new SignInWays(settings.oidc().map(OidcSettings::name), address).addTo(operations);
        new PasskeySignInApi(rooms.signIns(), address, limits, door, work).addTo(operations);
        PasskeyApi.Ground known =
                new PasskeyApi.Ground(rooms.passkeys(), ground.core().accounts(), door.sessions());
        new PasskeyApi(known, address, limits, door.audit(), pools).addTo(operations);
    }

    private void elsewhere(Operations operations, SessionApi sessions) {
        FleetCore core = ground.core();
        OidcApi.Ground known = new OidcApi.Ground(
                core.accounting().federated(),
                core.accounting().sessions(),
                core.accounting().signIns(),
                core.keys(),
                ground.surroundings(),
                sessions::welcome);
        // the provider may be slow: whoever waits for it keeps nobody else from working
        Work asking = new Work(ground.vertx().createSharedWorkerExecutor("fleet-oidc", 2), 16);
        new OidcApi(settings.oidc().orElse(null), known, asking).addTo(operations);
    }

    /** What every request passes. */
    Api.Doors doors(Contract contract, Operations operations, Failures failures) {
        FleetCore core = ground.core();
        SignedIn callers =
                new SignedIn(core.accounting().sessions(), core.accounting().tokens(), work);
        Admission admission = new Admission(callers, new KnownPlaces(core), work, settings.adminsNeedSecondFactor());
        return new Api.Doors(admission, new Recorder(contract, operations, new Kept(core), work), failures);
    }

    /** The core's records of changes. */
    private record Kept(FleetCore core) implements Recorder.Ledger {

        @Override
        public long begin(Recorder.Who who, Recorder.Change planned, @Nullable String before) {
            return core.accounting().intents().begin(by(who), deed(who, planned), before);
        }

        @Override
        public void forget(long intent) {
            core.accounting().intents().forget(intent);
        }

        @Override
        public void keep(long intent, Recorder.Who who, List<Recorder.Change> changes) {
            core.accounting()
                    .intents()
                    .keep(
                            intent,
                            by(who),
                            changes.stream().map(one -> deed(who, one)).toList());
            core.accounting().auditSeal().run();
        }

        private static AuditLog.Who by(Recorder.Who who) {
            return new AuditLog.Who(who.user(), who.address(), who.via());
        }

        private static AuditLog.Deed deed(Recorder.Who who, Recorder.Change one) {
            return new AuditLog.Deed(one.action(), one.target(), one.site(), who.reason(), one.details(), one.wasIs());
        }
    }

    private record KnownPlaces(FleetCore core) implements Places {

        @Override
        public Optional<String> siteOfGateway(String gateway) {
            return core.gateways().siteOf(new GatewayId(gateway)).map(SiteId::value);
        }

        @Override
        public Optional<String> siteOfCommand(String command) {
            return core.commands().find(command).map(found -> found.path("site").asText());
        }
    }
}
