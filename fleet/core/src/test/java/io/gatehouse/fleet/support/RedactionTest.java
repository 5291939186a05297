package io.gatehouse.fleet.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets of every kind are planted in every kind of text, and none is found in the bundle. */
class RedactionTest {

    private static final String CANARY = "Zq7canary";
    private static final Redaction REDACTION = new Redaction(List.of("db-" + CANARY));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a token                | using ghp_Zq7canaryAAAABBBB for this
            a claim token          | ghe_Zq7canary.0011 was drawn
            a session's cookie     | Cookie: gh_session=Zq7canary; Path=/
            a cookie that is set   | Set-Cookie: gh_session=Zq7canary
            basic authentication   | Authorization: Basic Zq7canaryAAAA==
            a bearer               | sent Bearer Zq7canary
            a web token            | eyJhbGciOi.Zq7canary.c2ln
            a password in YAML     | gatehouse.fleet.database.password: Zq7canary
            a password in JSON     | {"user":"a","password":"Zq7canary"}
            an escaped one         | {"password":"x\\"Zq7canary"}
            a list of codes        | {"recoveryCodes":["Zq7canary","b"]}
            a device's secret      | {"id":"gate","secret":"Zq7canary","kind":"READER"}
            a client's secret      | oidc.client-secret=Zq7canary
            a pin                  | {"pin":"Zq7canary"}
            a card's number        | {"credential":{"type":"CARD","number":"Zq7canary"}}
            an address             | connecting to tls://fleet:Zq7canary@mq.example:8883
            a JDBC address         | jdbc:postgresql://h/db?user=a&password=Zq7canary&ssl=true
            plain CoAP's key       | coap://h/gh/v1/gate/event?key=Zq7canary
            a password hash        | $argon2id$v=19$m=19456,t=2,p=1$Zq7canary$hash
            a value that is known  | postgres said: role db-Zq7canary is not permitted
            """)
    void what_must_not_be_seen_is_not_seen(String what, String text) {
        assertThat(REDACTION.of(text)).as(what).doesNotContain(CANARY).contains(Redaction.MASK);
    }

    @Test
    void keys_are_taken_out_whole_or_cut_off() {
        String whole = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIZq7canary\n-----END PRIVATE KEY-----\nafter";
        String cut = "-----BEGIN EC PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIZq7canary";
        String hex = "secret of gate " + "0123456789abcdef".repeat(4);

        assertThat(REDACTION.of(whole)).doesNotContain(CANARY).contains("after");
        assertThat(REDACTION.of(cut)).doesNotContain(CANARY);
        assertThat(REDACTION.of(hex)).doesNotContain("0123456789abcdef");
    }

    @Test
    void what_helps_stays() {
        String log = "2026-11-26T04:00:00Z WARN io.gatehouse.fleet.link.Desk: gateway east-1 was refused 3 times"
                + " (java.net.ConnectException: 10.0.0.1:8884)";

        assertThat(REDACTION.of(log)).isEqualTo(log);
        assertThat(REDACTION.of("{\"id\":\"east-1\",\"presence\":\"OFFLINE\",\"bytes\":1234}"))
                .isEqualTo("{\"id\":\"east-1\",\"presence\":\"OFFLINE\",\"bytes\":1234}");
        assertThat(REDACTION.of("gatehouse.fleet.metrics.token: ********")).contains("********");
    }

    @Test
    void every_file_of_a_bundle_is_cleaned() throws IOException {
        byte[] zip = new SupportBundle(REDACTION)
                .with("a.txt", "password: " + CANARY)
                .with("b.json", "{\"token\":\"" + CANARY + "\",\"n\":1}")
                .zip(Instant.parse("2026-11-26T00:00:00Z"));

        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }

        assertThat(files.keySet()).containsExactly("a.txt", "b.json");
        assertThat(files.values()).noneMatch(text -> text.contains(CANARY));
    }
}
