package io.gatehouse.fleet;

import static io.gatehouse.fleet.Patiently.await;

import io.gatehouse.fleet.patrol.GuardPhones;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.audit.AuditKey;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * What happens at a site while its operations are called one after the other, so that each of them finds something.
 *
 * @param values of the calls' parameters, which it adds to
 * @param key of the gateway, that an admin accepts
 */
record CoveredSite(RunningFleet running, Map<String, String> values, AuditKey key) {

    static final LogId LOG = new LogId("0000000000000000000000000000cccc");

    /** A plan, and a phone that has sent a picture. */
    void planRounds() throws Exception {
        for (String part : List.of(
                "checkpoints/c-1 {'name':'C 1','marks':[{'value':'01AA'}]}",
                "officers/g-1 {'name':'G 1'}",
                "routes/walk {'name':'Walk','stops':[{'checkpoint':'c-1','fromMinutes':0,'toMinutes':9}]}",
                "schedules/night {'name':'N','route':'walk','firstStart':'2026-11-01T22:00','rule':'FREQ=DAILY'}")) {
            String[] said = part.split(" ", 2);
            running.ask("PUT", "/sites/east-lake/patrol/" + said[0], said[1].replace('\'', '"'));
        }
        planPast();
        GuardPhones phones = running.fleet().core().patrol().phones();
        GuardPhones.Offer offer =
                phones.offer(new SiteId("east-lake"), "g-1", "test").orElseThrow();
        phones.take(
                phones.pair(offer.code()).orElseThrow().phone(),
                RunningFleet.json(
                        "{\"items\":[{\"id\":\"p-1\",\"kind\":\"PHOTO\",\"mediaType\":\"image/jpeg\",\"data\":\"AAAA\"}]}"));
    }

    /** A round that nobody can make any more, so that it can be signed. */
    private void planPast() {
        ZonedDateTime soon = ZonedDateTime.now(
                        ZoneId.of(running.ask("GET", "/sites/east-lake/patrol-report?day=2026-01-01", "")
                                .path("timeZone")
                                .asText()))
                .plusMinutes(3);
        String first = soon.toLocalDateTime().truncatedTo(ChronoUnit.MINUTES).toString();
        for (String part : List.of(
                "routes/past {'name':'Past','extendedMinutes':0,'stops':[{'checkpoint':'c-1','fromMinutes':-30,'toMinutes':-20}]}",
                "schedules/past {'name':'Past','route':'past','firstStart':'" + first + "','rule':''}")) {
            String[] said = part.split(" ", 2);
            running.ask("PUT", "/sites/east-lake/patrol/" + said[0], said[1].replace('\'', '"'));
        }
        values.put("round", "past@" + first);
    }

    /** A report that left. */
    void mailed() {
        values.put(
                "run",
                running.fleet()
                        .core()
                        .jdbi()
                        .withHandle(handle ->
                                handle.createQuery("""
                        insert into report_run (site, subscription, first_day, last_day, due, file_name, file)
                        values ('east-lake', 'daily', '2026-01-01', '2026-01-01', now(), 'report.pdf', 'x') returning id::text
                        """).mapTo(String.class).one()));
    }

    /** An alarm, a gateway's keys, events, and a stranger that knocked. */
    void sendEvents() throws Exception {
        values.put(
                "alarm",
                running.fleet()
                        .core()
                        .jdbi()
                        .withHandle(handle ->
                                handle.createQuery("""
                        insert into alarm (key, kind, severity, site, gateway, words, since, last, count)
                        values ('TEST:east-1', 'GATEWAY_SILENT', 'CRITICAL', 'east-lake', 'east-1', '{}', now(), now(), 1)
                        returning id::text
                        """).mapTo(String.class).one()));
        running.fleet().core().auditKeys().told(new GatewayId("east-1"), newKey().text());
        running.fleet().core().auditKeys().told(new GatewayId("east-1"), key.text());
        try (ScriptedGateway gateway = ScriptedGateway.connect(
                "127.0.0.1", running.fleet().mqttPort().orElseThrow(), "east-1", values.getOrDefault("secret", ""))) {
            gateway.hello(LOG, 0);
            gateway.heartbeat();
            gateway.batch(LOG, 1, 5, "gate-1");
            gateway.batch(LOG, 6, 6, seq -> ScriptedGateway.knocked("stranger-1"));
            await().until(() -> gateway.isHeld(LOG, 1, 6));
        }
    }

    static AuditKey newKey() {
        try {
            return AuditKey.of(
                    KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
