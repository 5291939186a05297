package io.gatehouse.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.gatehouse.identity.NdefUri;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a label to a certificate, with openssl and curl as the device: clients that know nothing of ours. */
class EnrolmentRoadTest {

    @TempDir
    private static Path folder;

    private static RunningFleet fleet;
    private static String site;

    @BeforeAll
    static void open() throws Exception {
        assumeTrue(isThere("openssl", "version") && isThere("curl", "--version"), "no openssl or curl here");
        fleet = RunningFleet.start(folder.resolve("fleet"), Map.of("gatehouse.fleet.notices.networks", "127.0.0.0/8"));
        site = "https://localhost:" + fleet.fleet().httpsPort();
        fleet.ask("PUT", "/sites/lake", "{\"name\":\"Lake\",\"timeZone\":\"Asia/Shanghai\"}");
        fleet.ask("PUT", "/gateways/east", "{\"site\":\"lake\",\"name\":\"East\"}");
        run("curl", "-sS", "--insecure", "-o", "ca.pem", site + "/trust/ca.pem");
    }

    @AfterAll
    static void close() throws Exception {
        if (fleet != null) {
            fleet.close();
        }
    }

    private static boolean isThere(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private record Ran(int exit, String out) {}

    private static Ran run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), out);
    }

    /** Answers the status; what came is in the file. */
    private static String curl(String into, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("curl", "-sS", "--cacert", "ca.pem", "-o", into, "-w", "%{http_code}"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new)).out();
    }

    private static void request(String name, String subject) throws Exception {
        run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", name + ".key");
        run(
                "openssl",
                "req",
                "-new",
                "-key",
                name + ".key",
                "-subj",
                subject,
                "-outform",
                "DER",
                "-out",
                name + ".der");
        Files.writeString(
                folder.resolve(name + ".b64"),
                Base64.getMimeEncoder().encodeToString(Files.readAllBytes(folder.resolve(name + ".der"))));
    }

    private static String enrol(String name, String token) throws Exception {
        return curl(
                name + ".p7",
                "-u",
                "anybody:" + token,
                "-H",
                "Content-Type: application/pkcs10",
                "--data-binary",
                "@" + name + ".b64",
                site + "/.well-known/est/simpleenroll");
    }

    private static String certificate(String name) throws Exception {
        Files.write(
                folder.resolve(name + ".p7.der"),
                Base64.getMimeDecoder().decode(Files.readString(folder.resolve(name + ".p7"))));
        run("openssl", "pkcs7", "-inform", "DER", "-in", name + ".p7.der", "-print_certs", "-out", name + ".crt");
        return run("openssl", "x509", "-in", name + ".crt", "-noout", "-subject", "-nameopt", "RFC2253")
                .out();
    }

    private static JsonNode claim(String name) {
        String code = fleet.ask("POST", "/labels", "{\"count\":1,\"kind\":\"READER\"}")
                .path("items")
                .path(0)
                .path("code")
                .asText();
        return fleet.ask("POST", "/labels/" + code + "/claim", "{\"site\":\"lake\",\"name\":\"" + name + "\"}");
    }

    @Test
    void openssl_and_curl_enrol_and_renew_and_the_claim_names_the_device() throws Exception {
        JsonNode claim = claim("Reader 1");
        String device = claim.path("device").asText();
        request("one", "/CN=another-device/O=another-site");

        assertThat(enrol("one", claim.path("token").asText())).isEqualTo("200");

        assertThat(certificate("one"))
                .contains("CN=" + device)
                .contains("O=lake")
                .doesNotContain("another");
        assertThat(run("openssl", "verify", "-CAfile", "ca.pem", "-purpose", "sslclient", "one.crt")
                        .out())
                .contains("one.crt: OK");
        String modulus = run("openssl", "pkey", "-in", "one.key", "-pubout").out();
        assertThat(run("openssl", "x509", "-in", "one.crt", "-noout", "-pubkey").out())
                .isEqualTo(modulus);
        request("two", "/CN=whatever");
        assertThat(renew("two", "one")).isEqualTo("200");
        assertThat(certificate("two")).contains("CN=" + device);

        assertThat(fleet.send(
                                "POST",
                                "/sites/lake/devices/" + device + "/revocation",
                                "{\"reason\":\"stolen\"}",
                                "Authorization",
                                "Bearer " + fleet.token())
                        .statusCode())
                .isEqualTo(204);
        assertThat(renew("one", "two")).isEqualTo("403");
        assertThat(fleet.ask("GET", "/sites/lake/devices/" + device + "/certificates", "")
                        .path("items"))
                .hasSize(2)
                .allMatch(one -> one.path("revoked").asBoolean());
    }

    private static String renew(String request, String with) throws Exception {
        return curl(
                request + ".p7",
                "--cert",
                with + ".crt",
                "--key",
                with + ".key",
                "-H",
                "Content-Type: application/pkcs10",
                "--data-binary",
                "@" + request + ".b64",
                site + "/.well-known/est/simplereenroll");
    }

    @Test
    void of_fifty_racers_over_the_wire_one_is_certified() throws Exception {
        String token = claim("Reader 2").path("token").asText();
        request("racer", "/CN=racer");
        StringBuilder all = new StringBuilder("parallel\nparallel-max = 50\n");
        IntStream.range(0, 50)
                .forEach(n -> all.append(n == 0 ? "" : "next\n")
                        .append("url = \"" + site + "/.well-known/est/simpleenroll\"\n")
                        .append("cacert = \"ca.pem\"\nuser = \"x:" + token + "\"\n")
                        .append("header = \"Content-Type: application/pkcs10\"\ndata-binary = \"@racer.b64\"\n")
                        .append("output = \"/dev/null\"\nsilent\nwrite-out = \"%{http_code}\\n\"\n"));
        Files.writeString(folder.resolve("race.conf"), all);

        List<String> answers = run("curl", "--no-progress-meter", "-K", "race.conf")
                .out()
                .lines()
                .filter(line -> line.matches("\\d{3}"))
                .toList();

        assertThat(answers).hasSize(50);
        assertThat(answers).filteredOn("200"::equals).hasSize(1);
        assertThat(answers).allMatch(status -> List.of("200", "401", "429").contains(status));
    }

    @Test
    void without_tls_without_a_token_or_with_a_broken_request_nothing_is_issued() throws Exception {
        String token = claim("Reader 3").path("token").asText();
        request("no", "/CN=no");
        String plain = "http://127.0.0.1:" + fleet.fleet().httpPort();

        assertThat(curl(
                        "no.p7",
                        "-u",
                        "x:" + token,
                        "--data-binary",
                        "@no.b64",
                        plain + "/.well-known/est/simpleenroll"))
                .isEqualTo("403");
        assertThat(curl("no.p7", "--data-binary", "@no.b64", site + "/.well-known/est/simpleenroll"))
                .isEqualTo("401");
        assertThat(curl("no.p7", "--data-binary", "@no.b64", site + "/.well-known/est/simplereenroll"))
                .isEqualTo("401");
        assertThat(curl(
                        "no.p7",
                        "-u",
                        "x:" + token,
                        "--data-binary",
                        "nonsense",
                        site + "/.well-known/est/simpleenroll"))
                .isEqualTo("400");
        // what failed has spent nothing
        assertThat(enrol("no", token)).isEqualTo("200");
    }

    @Test
    void the_authority_is_shown_in_every_form_that_phones_take() throws Exception {
        assertThat(curl("cacerts.p7", site + "/.well-known/est/cacerts")).isEqualTo("200");
        certificate("cacerts");

        assertThat(Files.readString(folder.resolve("ca.pem")).replaceAll("\\s", ""))
                .isEqualTo(run("openssl", "x509", "-in", "cacerts.crt").out().replaceAll("\\s", ""));
        assertThat(curl("ca.mobileconfig", site + "/trust/ca.mobileconfig")).isEqualTo("200");
        assertThat(Files.readString(folder.resolve("ca.mobileconfig"))).contains("com.apple.security.root");
        assertThat(claim("Reader 4").path("token").asText()).endsWith("." + fleet.text("/trust/fingerprint"));
    }

    @Test
    void a_small_device_draws_a_secret_once() {
        JsonNode claim = claim("Reader 5");
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString(("x:" + claim.path("token").asText()).getBytes(StandardCharsets.UTF_8));

        JsonNode drawn = RunningFleet.json(fleet.send("POST", "/enrolment/secret", "", "Authorization", basic)
                .body());

        assertThat(drawn.path("device").asText()).isEqualTo(claim.path("device").asText());
        assertThat(drawn.path("secret").asText()).hasSize(64);
        assertThat(fleet.send("POST", "/enrolment/secret", "", "Authorization", basic)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void who_scans_what_is_not_theirs_is_told_why() {
        fleet.ask("PUT", "/sites/hill", "{\"name\":\"Hill\",\"timeZone\":\"UTC\"}");
        JsonNode claimed = claim("Reader 6");
        String code = fleet.ask("POST", "/labels", "{\"count\":1,\"kind\":\"CAMERA\",\"site\":\"hill\"}")
                .path("items")
                .path(0)
                .path("shown")
                .asText();

        assertThat(refusal(claimed.path("code").asText())).contains("ALREADY_CLAIMED", "by admin at 20");
        assertThat(refusal(code)).contains("WRONG_SITE", "hill");
        assertThat(refusal("000000000Z")).contains("MISTYPED_CODE");
        assertThat(refusal("0000000000")).contains("UNKNOWN_LABEL");
    }

    private static String refusal(String code) {
        return fleet.send(
                        "POST",
                        "/labels/" + code + "/claim",
                        "{\"site\":\"lake\"}",
                        "Authorization",
                        "Bearer " + fleet.token())
                .body();
    }

    /** A receiver of webhooks that answers what it is told to; nothing means silence. */
    private static HttpServer receiver(BlockingQueue<String> asked, Optional<String> answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ask", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            if (answer.isPresent()) {
                byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            }
        });
        server.start();
        return server;
    }

    private static void knocked(String name) {
        fleet.fleet()
                .core()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into stranger (site, name, gateway, times, first_seen, last_seen) values ('lake', ?, 'east', 1, now(), now())",
                        name));
    }

    private static HttpResponse<String> approve(String name) {
        return fleet.send(
                "POST",
                "/sites/lake/quarantine/" + name + "/approval",
                "{\"kind\":\"READER\",\"name\":\"" + name + "\"}",
                "Authorization",
                "Bearer " + fleet.token());
    }

    private static JsonNode ask(HttpServer server, int patienceMillis) {
        return fleet.ask(
                "PUT",
                "/approval-hook",
                "{\"address\":\"http://127.0.0.1:" + server.getAddress().getPort()
                        + "/ask\",\"secret\":\"long and random\",\"patienceMillis\":" + patienceMillis + "}");
    }

    @Test
    void whoever_is_asked_before_an_approval_may_object_and_silence_is_no_consent() throws Exception {
        BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        HttpServer objects = receiver(asked, Optional.of("{\"allow\":false,\"reason\":\"never bought\"}"));
        HttpServer silent = receiver(asked, Optional.empty());
        HttpServer agrees = receiver(asked, Optional.of("{\"allow\":true}"));
        knocked("box-1");

        assertThat(ask(objects, 5_000).toString()).doesNotContain("long and random");
        HttpResponse<String> vetoed = approve("box-1");
        ask(silent, 300);
        HttpResponse<String> unanswered = approve("box-1");
        JsonNode waits =
                fleet.ask("GET", "/sites/lake/quarantine", "").path("items").path(0);
        ask(agrees, 30_000);
        HttpResponse<String> let = approve("box-1");

        assertThat(vetoed.statusCode()).isEqualTo(409);
        assertThat(vetoed.body()).contains("VETOED", "never bought");
        assertThat(unanswered.statusCode()).isEqualTo(409);
        assertThat(unanswered.body()).contains("HOOK_UNANSWERED", "300 ms");
        assertThat(waits.path("state").asText()).isEqualTo("WAITING");
        assertThat(waits.path("veto").asText()).isEqualTo("UNANSWERED");
        assertThat(let.statusCode()).isEqualTo(201);
        assertThat(asked).hasSize(3).allMatch(question -> question.contains("\"device\":\"box-1\""));
        assertThat(fleet.ask("POST", "/approval-hook/test", "").path("allowed").asBoolean())
                .isTrue();
        fleet.ask("DELETE", "/approval-hook", "");
        for (HttpServer server : List.of(objects, silent, agrees)) {
            server.stop(0);
        }
    }

    @Test
    void a_gateway_is_adopted_by_its_label_and_enrols_with_the_token() throws Exception {
        JsonNode label = fleet.ask("POST", "/gateway-labels", "{\"count\":1,\"site\":\"lake\"}")
                .path("items")
                .path(0);
        String code = label.path("code").asText();
        assertThat(fleet.ask("GET", "/labels/" + code, "").path("kind").asText())
                .isEqualTo("GATEWAY");

        JsonNode adopted =
                fleet.ask("POST", "/gateway-labels/" + code + "/adoption", "{\"name\":\"West\",\"gateway\":\"west\"}");
        request("gateway", "/CN=anything");

        assertThat(enrol("gateway", adopted.path("token").asText())).isEqualTo("200");
        assertThat(certificate("gateway")).contains("CN=west");
        assertThat(fleet.ask("GET", "/labels/" + code, "").path("state").asText())
                .isEqualTo("CLAIMED");
        assertThat(fleet.ask("GET", "/labels/" + code + "/tag?address=https://fleet.example:8443/", "")
                        .path("ndef")
                        .asText())
                .isEqualTo(HexFormat.of().formatHex(NdefUri.message("https://fleet.example:8443/c/" + code)));
    }
}
