package io.gatehouse.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.web.call.Contract;
import io.gatehouse.protocol.audit.AuditKey;
import io.vertx.core.Vertx;
import io.vertx.openapi.contract.Operation;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of the contract, called on a real fleet: answers fit the contract, and only who may is let in. */
class ContractCoverageTest {

    private static final Set<String> OPEN = Set.of(
            "signIn",
            "signInWithPasskey",
            "passkeyChallenge",
            "signInWays",
            "oidcStart",
            "oidcCallback",
            "contract",
            "siteBook",
            "siteBookDeltas",
            "gatewayArtifact",
            "drawDeviceSecret");
    private static final Set<String> ADMIN = Set.of(
            "putSite",
            "putEstate",
            "putGateway",
            "rotateGatewaySecret",
            "acceptAuditKey",
            "erasePerson",
            "putPerson",
            "deletePerson",
            "importPeople",
            "addCredential",
            "changeCredential",
            "deleteCredential",
            "setCredentialPin",
            "replaceCredential",
            "putAccessThing",
            "deleteAccessThing",
            "putPatrolPart",
            "deletePatrolPart",
            "releasePatrolHold",
            "putReportSubscription",
            "deleteReportSubscription",
            "putPolicies",
            "importHolidays",
            "takeOverHolidays",
            "offerGatewayToken",
            "revokeGateway",
            "releaseLabel",
            "moveLabel",
            "putAlarmRule",
            "deleteAlarmRule",
            "putAlarmLadders",
            "listChannels",
            "channel",
            "putChannel",
            "deleteChannel",
            "testChannel",
            "listAccounts",
            "account",
            "putAccount",
            "resetPassword",
            "endSessions",
            "unlockAccount",
            "takeSecondFactor",
            "takePasskeys",
            "installation",
            "supportBundle",
            "putProfile",
            "deleteProfile",
            "listChanges",
            "checkChanges",
            "exportChanges",
            "bringArtifact",
            "putMaker",
            "withdrawMaker",
            "putProfileSettings",
            "previewProfileSettings",
            "putGatewayConfiguration",
            "makeGatewayLabels",
            "gatewayLabel",
            "approvalHook",
            "putApprovalHook",
            "deleteApprovalHook",
            "testApprovalHook");
    /** A token may not ask for them; AccountsTest does, as a browser. */
    private static final Set<String> BY_SESSION = Set.of(
            "changePassword",
            "beginSecondFactor",
            "confirmSecondFactor",
            "removeSecondFactor",
            "beginPasskey",
            "addPasskey",
            "renamePasskey",
            "removePasskey");

    private static final Set<String> OPERATOR = Set.of(
            "actOnAlarms",
            "listNotifications",
            "orderCommand",
            "orderSite",
            "setCredentialState",
            "returnCredential",
            "makeLabels",
            "deviceLabel",
            "importDevices",
            "deviceTemplate",
            "listLabels",
            "labelSheet",
            "claimLabel",
            "offerDeviceToken",
            "revokeDevice",
            "approveStranger",
            "refuseStranger",
            "issuePass",
            "pass",
            "revokePass",
            "putPlan",
            "deletePlan",
            "putPlanPicture",
            "placeOnPlan",
            "takeOffPlan",
            "addNote",
            "deleteNote",
            "putPosition",
            "listWork",
            "listGatewayLabels",
            "adoptGateway",
            "labelTag",
            "swapBox",
            "takeOutBox",
            "beginCheck",
            "answerCheck",
            "addPhoto",
            "signRecord",
            "makeJob",
            "decideJob",
            "cancelJob",
            "cancelCommand",
            "makeRollout",
            "previewRollout",
            "wishRollout",
            "putSiteSettings",
            "previewSiteSettings",
            "putDeviceSettings",
            "previewDeviceSettings",
            "simulatePatrol",
            "listGuardPhones",
            "offerGuardPhone",
            "revokeGuardPhone",
            "orderRound",
            "writeScan",
            "uploadWand",
            "handWand",
            "signRound",
            "placePatrolHold",
            "listReportSubscriptions",
            "reportSubscription",
            "retryReportMail",
            "mailedReport",
            "replayDraft");
    /** Called by the admin in this order where one makes what the next needs; whatever is left comes in between. */
    private static final List<String> FIRST = List.of(
            "putSite",
            "putGateway",
            "putEstate",
            "putPerson",
            "putAccessThing",
            "putPatrolPart",
            "offerGuardPhone",
            "putReportSubscription",
            "placePatrolHold",
            "addCredential",
            "replaceCredential",
            "issuePass",
            "orderCommand",
            "orderSite",
            "makeJob",
            "decideJob",
            "putMaker",
            "bringArtifact",
            "makeRollout",
            "createToken",
            "makeLabels",
            "moveLabel",
            "claimLabel",
            "makeGatewayLabels",
            "putApprovalHook",
            "drawDeviceSecret",
            "putView",
            "putAlarmRule",
            "putChannel",
            "putProfile",
            "putPosition",
            "swapBox",
            "beginCheck",
            "answerCheck",
            "addPhoto",
            "signRecord",
            "putPlan",
            "putPlanPicture",
            "placeOnPlan",
            "addNote",
            "putAccount");

    private static final List<String> LAST = List.of(
            "takeOffPlan",
            "deletePlan",
            "deleteNote",
            "deleteView",
            "deleteAlarmRule",
            "deleteChannel",
            "returnCredential",
            "deleteCredential",
            "erasePerson",
            "deletePerson",
            "deleteAccessThing",
            "releasePatrolHold",
            "deleteReportSubscription",
            "deletePatrolPart",
            "revokeGuardPhone",
            "deleteToken",
            "releaseLabel",
            "takeOutBox",
            "deleteProfile",
            "withdrawMaker",
            "deleteApprovalHook",
            "approveStranger",
            "revokeDevice",
            "revokeGateway",
            "rotateGatewaySecret",
            "signOut");
    private static final AuditKey KEY = CoveredSite.newKey();
    /** Of the artifact that the contract has for an example. */
    private static final String SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    private static Path folder;

    private static final Vertx VERTX = Vertx.vertx();
    private static final Map<String, String> VALUES = new HashMap<>();
    private static Contract contract;
    private static RunningFleet running;
    private static ContractCalls calls;
    private static CoveredSite site;
    private static String viewer;

    @BeforeAll
    static void open() throws Exception {
        contract = Contract.load(VERTX).await(Patiently.SECONDS, TimeUnit.SECONDS);
        running = RunningFleet.start(folder, Map.of());
        viewer = running.ask("POST", "/tokens", "{\"name\":\"viewer\",\"role\":\"viewer\"}")
                .path("token")
                .asText();
        VALUES.putAll(Map.of(
                "site",
                "east-lake",
                "gateway",
                "east-1",
                "device",
                "gate-1",
                "log",
                CoveredSite.LOG.hex(),
                "seq",
                "3",
                "metric",
                "battery",
                "token",
                "none",
                "command",
                "none",
                "code",
                "0000000000"));
        VALUES.putAll(Map.of("account", "lee", "person", "p-1", "from", "1", "kind", "doors", "thing", "spare-door"));
        VALUES.putAll(
                Map.of("credential", "0".repeat(32), "pass", "0".repeat(32), "day", "2026-11-24", "key", KEY.id()));
        VALUES.put("accessPoint", "gate-in");
        VALUES.putAll(Map.of("list", "devices", "view", "weak", "rule", "weak", "channel", "night", "alarm", "1"));
        VALUES.putAll(Map.of("position", "gate-3-entry", "profile", "gate-counter", "check", "identify"));
        VALUES.putAll(Map.of(
                "photo", "6f9619ff-8b86-4d01-b42d-00cf4fc964cc", "record", "6f9619ff-8b86-4d01-b42d-00cf4fc964dd"));
        VALUES.putAll(Map.of("profileKey", "turnstile", "sha256", SHA256, "job", "none", "rollout", "none"));
        VALUES.putAll(Map.of(
                "partKind",
                "checkpoints",
                "part",
                "spare",
                "round",
                "night@2099-01-01T22:00",
                "wand",
                "w-1",
                "phone",
                "none"));
        VALUES.putAll(Map.of("picture", "p-1", "hold", "none", "subscription", "daily", "run", "1", "passkey", "none"));
        VALUES.put("maker", "acme");
        VALUES.putAll(Map.of("address", "https://fleet.example:8443", "gatewayCode", "0000000000"));
        VALUES.putAll(Map.of("plan", "t1-1f", "placeKind", "devices", "placed", "gate-1"));
        VALUES.put("note", "6f9619ff-8b86-4d01-b42d-00cf4fc964ee");
        calls = new ContractCalls(VERTX, contract, running, VALUES);
        site = new CoveredSite(running, VALUES, KEY);
    }

    @AfterAll
    static void close() throws Exception {
        running.close();
        VERTX.close().await(Patiently.SECONDS, TimeUnit.SECONDS);
    }

    @TestFactory
    Stream<DynamicTest> nobody_is_let_in() {
        return contract.checked().operations().stream()
                .filter(operation -> !OPEN.contains(operation.getOperationId()))
                .map(operation -> DynamicTest.dynamicTest(operation.getOperationId(), () -> {
                    assertThat(calls.call(operation).statusCode()).isEqualTo(401);
                    assertThat(calls.call(operation, "Authorization", "Bearer ghp_wrong")
                                    .statusCode())
                            .isEqualTo(401);
                    assertThat(calls.call(operation, "Cookie", "gh_session=wrong")
                                    .statusCode())
                            .isEqualTo(401);
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_viewer_may_look_and_change_nothing() {
        return contract.checked().operations().stream()
                .filter(operation ->
                        ADMIN.contains(operation.getOperationId()) || OPERATOR.contains(operation.getOperationId()))
                .map(operation -> DynamicTest.dynamicTest(operation.getOperationId(), () -> {
                    HttpResponse<String> answer = calls.call(operation, "Authorization", "Bearer " + viewer);
                    assertThat(answer.statusCode()).isEqualTo(403);
                    assertThat(answer.body()).contains("ROLE_TOO_LOW");
                }));
    }

    @TestFactory
    Stream<DynamicTest> an_admin_is_answered_as_the_contract_says() {
        return inOrder()
                .map(operation -> DynamicTest.dynamicTest(operation.getOperationId(), () -> {
                    HttpResponse<String> answer = calls.call(operation, calls.authorization(operation));

                    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
                    calls.fits(operation, answer);
                    remember(operation.getOperationId(), answer.body());
                }));
    }

    private static Stream<Operation> inOrder() {
        List<Operation> all = contract.checked().operations();
        return Stream.of(
                        FIRST.stream().map(contract.checked()::operation),
                        all.stream()
                                .filter(operation -> !FIRST.contains(operation.getOperationId())
                                        && !LAST.contains(operation.getOperationId())
                                        && !BY_SESSION.contains(operation.getOperationId())
                                        && !Set.of("stream", "signIn", "signInWithPasskey", "oidcStart", "oidcCallback")
                                                .contains(operation.getOperationId())),
                        LAST.stream().map(contract.checked()::operation))
                .flatMap(operations -> operations);
    }

    private static void remember(String operation, String body) throws Exception {
        switch (operation) {
            case "putGateway" ->
                VALUES.put("secret", RunningFleet.json(body).path("secret").asText());
            case "putEstate" -> site.sendEvents();
            case "putPatrolPart" -> site.planRounds();
            case "orderRound" ->
                VALUES.put("hash", RunningFleet.json(body).path("contentHash").asText());
            case "placePatrolHold" ->
                VALUES.put("hold", RunningFleet.json(body).path("id").asText());
            case "putReportSubscription" -> site.mailed();
            case "offerGuardPhone" ->
                VALUES.put("phone", RunningFleet.json(body).path("phone").asText());
            case "addCredential", "replaceCredential" ->
                VALUES.put(
                        "credential",
                        RunningFleet.json(body).path("credential").path("id").asText());
            case "issuePass" ->
                VALUES.put(
                        "pass", RunningFleet.json(body).path("pass").path("id").asText());
            case "makeLabels" -> {
                VALUES.put("code", RunningFleet.json(body).at("/items/0/code").asText());
                VALUES.put("spare", RunningFleet.json(body).at("/items/1/code").asText());
            }
            case "makeGatewayLabels" ->
                VALUES.put(
                        "gatewayCode",
                        RunningFleet.json(body).at("/items/0/code").asText());
            case "claimLabel" ->
                VALUES.put("claim", RunningFleet.json(body).path("token").asText());
            case "makeJob" ->
                VALUES.put("job", RunningFleet.json(body).path("id").asText());
            case "makeRollout" ->
                VALUES.put("rollout", RunningFleet.json(body).path("id").asText());
            case "orderCommand" ->
                VALUES.put("command", RunningFleet.json(body).path("id").asText());
            case "createToken" ->
                VALUES.put("token", RunningFleet.json(body).path("id").asText());
            default -> {}
        }
    }
}
