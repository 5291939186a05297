package io.gatehouse.proof.road;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.Fleet;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/**
 * Devices that are openssl, curl, mosquitto_pub and coap-client: they hold what the fleet issued in files that are named
 * after them, and show it at a gateway.
 *
 * @param folder with the files, the fleet's {@code ca.pem}, and the gateway's own data in {@code gateway}
 */
record ToolDevices(Path folder, Fleet fleet, Supplier<Gateway> gateway) {

    /** How a program ended, and all that it said. */
    record Ran(int exit, String out) {}

    static boolean installed(String program) {
        for (String each : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(each.isEmpty() ? "." : each, program))) {
                return true;
            }
        }
        return false;
    }

    /** Runs a program in the folder, to its end. */
    Ran run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), out);
    }

    /** The device makes its key and enrols; its files are named after it. */
    void enrol(JsonNode claim) throws Exception {
        String device = claim.path("device").asText();
        run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", device + ".key");
        run("openssl", "req", "-new", "-key", device + ".key", "-subj", "/CN=me", "-outform", "DER", "-out", "r.der");
        Files.writeString(
                folder.resolve("r.b64"),
                Base64.getMimeEncoder().encodeToString(Files.readAllBytes(folder.resolve("r.der"))));
        Ran asked = run(
                "curl",
                "-sS",
                "--fail-with-body",
                "--cacert",
                "ca.pem",
                "-u",
                device + ":" + claim.path("token").asText(),
                "--data-binary",
                "@r.b64",
                "https://localhost:" + fleet.httpsPort() + "/.well-known/est/simpleenroll");
        assertThat(asked.exit()).as(asked.out()).isZero();
        Files.write(folder.resolve("r.p7"), Base64.getMimeDecoder().decode(asked.out()));
        run("openssl", "pkcs7", "-inform", "DER", "-in", "r.p7", "-print_certs", "-out", device + ".crt");
    }

    Ran publish(String device, String topicOf, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "mosquitto_pub",
                "-h",
                "localhost",
                "-p",
                Integer.toString(mqttsPort()),
                "--cafile",
                "gateway/tls/self-made.crt",
                "--cert",
                device + ".crt",
                "--key",
                device + ".key",
                "-q",
                "1",
                "-t",
                "gh/v1/" + topicOf + "/event",
                "-m",
                "{\"type\":\"DoorOpened\",\"bootId\":\"b1\",\"seq\":1}"));
        command.addAll(List.of(more));
        return run(command.toArray(String[]::new));
    }

    private int mqttsPort() {
        String address = gateway.get().addresses().getOrDefault("mqtts", "");
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** The same message as {@link #post}, with a certificate. */
    Ran show(String tool, String holder, String device) throws Exception {
        return run(
                tool,
                "-B",
                "5",
                "-m",
                "post",
                "-c",
                holder + ".crt",
                "-j",
                holder + ".key",
                // the gateway's own certificate is self-made
                "-n",
                "-t",
                "application/json",
                "-e",
                "{\"type\":\"DoorClosed\",\"bootId\":\"b1\",\"seq\":1}",
                "coaps://localhost:" + gateway.get().coapsPort() + "/gh/v1/" + device + "/event");
    }

    /** A handshake and nothing more, as openssl does it. */
    Ran shake(String holder) throws Exception {
        return run(
                "openssl",
                "s_client",
                "-dtls1_2",
                "-timeout",
                "-connect",
                "127.0.0.1:" + gateway.get().coapsPort(),
                "-cert",
                holder + ".crt",
                "-key",
                holder + ".key");
    }

    String draw(JsonNode claim) throws Exception {
        Ran drawn = run(
                "curl",
                "-sS",
                "--cacert",
                "ca.pem",
                "-u",
                "x:" + claim.path("token").asText(),
                "-X",
                "POST",
                "https://localhost:" + fleet.httpsPort() + "/api/v1/enrolment/secret");
        return WireFormat.JSON.mapper().readTree(drawn.out()).path("secret").asText();
    }

    Ran post(String tool, String identity, String secret, String device) throws Exception {
        return run(
                tool,
                "-B",
                "5",
                "-m",
                "post",
                "-u",
                identity,
                "-k",
                secret,
                "-t",
                "application/json",
                "-e",
                "{\"type\":\"DoorClosed\",\"bootId\":\"b1\",\"seq\":1}",
                "coaps://localhost:" + gateway.get().coapsPort() + "/gh/v1/" + device + "/event");
    }
}
