package io.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.audit.AuditKey;
import io.gatehouse.protocol.audit.ChangeChain;
import io.gatehouse.protocol.audit.Checkpoint;
import io.gatehouse.protocol.audit.ExportLines;
import io.gatehouse.protocol.audit.HashChain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {

    private static final LogId LOG = new LogId("00112233445566778899aabbccddeeff");

    @TempDir
    private Path folder = Path.of("");

    private final KeyPair keys = newKeys();
    private final AuditKey key = AuditKey.of(keys.getPublic());

    private static KeyPair newKeys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_sound_export_is_told_in_one_line_in_either_language() throws IOException {
        Path file = export(3);
        Shell shell = new Shell(folder);

        int code = shell.run("audit", "verify", file.toString(), "--key", key.text());

        assertThat(code).isZero();
        assertThat(shell.out().lines())
                .containsExactly("Sound: gateway gw-1, records 1 to 3 are as they were signed; 1 checkpoints, "
                        + "0 lost at the gateway and told so; log " + LOG.hex() + ", key " + key.id() + ".");
        assertThat(shell.err()).isEmpty();

        shell.in(Locale.CHINESE).run("audit", "verify", file.toString());
        assertThat(shell.out()).startsWith("完好：网关 gw-1，记录 1 至 3 与签名时一致");
        assertThat(shell.err()).startsWith("密钥取自文件本身");
    }

    @Test
    void a_changed_record_is_named_and_the_exit_code_says_so() throws IOException {
        Path file = export(3);
        List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
        lines.set(
                3,
                ExportLines.record(2, "another".getBytes(StandardCharsets.UTF_8))
                        .toString());
        Files.write(file, lines, StandardCharsets.UTF_8);
        Shell shell = new Shell(folder);

        int code = shell.run("audit", "verify", file.toString());
        assertThat(code).isEqualTo(ExitCodes.REFUSED);
        assertThat(shell.out().lines())
                .containsExactly("NOT SOUND: gateway gw-1, a record was changed at record 2; proven up to 1; log "
                        + LOG.hex() + ".");

        shell.run("audit", "verify", file.toString(), "--json");
        JsonNode answer = FleetClient.JSON.readTree(shell.out());
        assertThat(answer.path("sound").asBoolean(true)).isFalse();
        assertThat(answer.path("items").path(0).path("fault").asText()).isEqualTo("EDITED");
        assertThat(answer.path("items").path(0).path("seq").asLong()).isEqualTo(2);
    }

    @Test
    void what_people_changed_is_checked_in_the_same_way() throws IOException {
        String record = "{\"seq\":1,\"who\":\"lee\"}";
        byte[] link = ChangeChain.link(ChangeChain.start(), record);
        ObjectNode change = FleetCommand.object()
                .put("kind", "change")
                .put("record", record)
                .put("link", HexFormat.of().formatHex(link))
                .put("signature", base64(ChangeChain.sign(keys.getPrivate(), link)));
        List<String> lines = List.of(
                "{\"kind\":\"changes\",\"version\":1,\"key\":\"" + key.text() + "\"}",
                change.toString(),
                "{\"kind\":\"head\",\"records\":1,\"signature\":\""
                        + base64(ChangeChain.signHead(keys.getPrivate(), link)) + "\"}");
        Path file = folder.resolve("changes.ndjson");
        Files.write(file, lines, StandardCharsets.UTF_8);
        Shell shell = new Shell(folder);

        assertThat(shell.run("audit", "verify", file.toString(), "--key", key.text()))
                .isZero();
        assertThat(shell.out()).startsWith("Sound: 1 changes");
        Files.write(file, List.of(lines.get(0), lines.get(1).replace("lee", "kim"), lines.get(2)));
        assertThat(shell.run("audit", "verify", file.toString())).isEqualTo(ExitCodes.REFUSED);
        assertThat(shell.out()).startsWith("NOT SOUND: a record was changed at change 1");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void only_the_key_that_was_given_is_believed() throws IOException {
        Path other = folder.resolve("other.pub");
        Files.writeString(other, AuditKey.of(newKeys().getPublic()).text() + "\n");
        Shell shell = new Shell(folder);

        int code = shell.run("audit", "verify", export(3).toString(), "--key", other.toString());

        assertThat(code).isEqualTo(ExitCodes.REFUSED);
        assertThat(shell.out()).contains("signed by another key at record 3");
        assertThat(shell.run("audit", "verify", export(3).toString(), "--key", "nonsense"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(shell.err()).contains("--key is no Ed25519 public key");
    }

    @Test
    void a_file_that_is_not_there_or_no_export_is_never_sound() throws IOException {
        Path nonsense = folder.resolve("nonsense");
        Files.writeString(nonsense, "hello\n");
        Shell shell = new Shell(folder);

        assertThat(shell.run("audit", "verify", folder.resolve("none").toString()))
                .isEqualTo(ExitCodes.UNREACHABLE);
        assertThat(shell.err()).contains("There is no file");
        assertThat(shell.run("audit", "verify", nonsense.toString())).isEqualTo(ExitCodes.REFUSED);
        assertThat(shell.out()).startsWith("NOT SOUND: gateway " + nonsense + ", the file cannot be read");
    }

    @Test
    void state_and_export_ask_the_fleet() throws IOException {
        try (ScriptedFleet fleet = new ScriptedFleet()) {
            fleet.on("GET /audit/state", 200, """
                    {"items":[{"site":"garden","gateway":"gw-1","log":"aa","signedUpTo":1200,"verifiedUpTo":44,
                    "signedAt":"2026-11-24T00:00:00.000Z","key":"k1","keys":[],
                    "mismatch":{"fault":"DELETED","seq":45,"since":"2026-11-24T01:00:00.000Z"}}]}""");
            fleet.on("GET /audit/export?gateway=gw-1", 200, "{\"kind\":\"export\"}");
            Shell shell = new Shell(folder).at(fleet);

            shell.run("audit", "state");
            assertThat(shell.out().lines().skip(1))
                    .containsExactly("garden/gw-1  1200          2026-11-24 08:00:00  44              "
                            + "a record is missing at record 45  k1");
            shell.run("audit", "export", "--gateway", "gw-1");
            assertThat(shell.out().strip()).isEqualTo("{\"kind\":\"export\"}");
        }
    }

    @Test
    void state_says_what_counts_as_unverified_and_what_has_no_chain_and_accept_says_why_it_is_believed()
            throws IOException {
        try (ScriptedFleet fleet = new ScriptedFleet()) {
            fleet.on("GET /audit/state", 200, """
                    {"items":[{"site":"garden","gateway":"gw-1","log":"aa","chained":true,"signedUpTo":1200,"verifiedUpTo":44,
                    "key":"k2","keys":[],"unaccepted":{"key":"k2","from":45}},
                    {"site":"garden","gateway":"gw-1","log":"bb","chained":false,"reason":"FORKED","forkOf":"aa",
                    "signedUpTo":0,"verifiedUpTo":0,"keys":[]}]}""");
            fleet.on("POST /gateways/gw-1/audit-keys/k2/acceptance", 200, "{\"accepted\":true}");
            Shell shell = new Shell(folder).at(fleet);

            shell.run("audit", "state");
            assertThat(shell.out())
                    .contains("UNVERIFIED from record 45 on: nobody has accepted the key k2")
                    .contains("no chain: forked off from log aa");
            assertThat(shell.run("audit", "accept", "gw-1", "k2")).isEqualTo(ExitCodes.USAGE);
            assertThat(shell.run("audit", "accept", "gw-1", "k2", "--reason", "the site read it out"))
                    .isZero();
            assertThat(shell.out().strip()).isEqualTo("The key k2 counts as that of gateway gw-1.");
            assertThat(shell.in(Locale.CHINESE).run("audit", "accept", "gw-1", "k2", "--reason", "现场已核实"))
                    .isZero();
            assertThat(shell.out().strip()).isEqualTo("密钥 k2 已认定为网关 gw-1 所有。");
        }
    }

    @Test
    void a_file_without_the_history_that_has_no_chain_says_so() throws IOException {
        Path file = export(3);
        List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
        lines.set(
                0,
                ExportLines.export(
                                "2026-11-25T00:00:00.000Z", List.of(new ExportLines.Unchained("gw-1", "bb", "FORKED")))
                        .toString());
        Files.write(file, lines, StandardCharsets.UTF_8);
        Shell shell = new Shell(folder);

        assertThat(shell.run("audit", "verify", file.toString(), "--key", key.text()))
                .isZero();

        assertThat(shell.out()).startsWith("Sound: gateway gw-1");
        assertThat(shell.err()).startsWith("Not in the file: gateway gw-1, log bb.");
    }

    private Path export(int records) throws IOException {
        List<String> lines = new ArrayList<>();
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        lines.add(ExportLines.export("2026-11-25T00:00:00.000Z", List.of()).toString());
        lines.add(ExportLines.log(
                        new ExportLines.Log(new GatewayId("gw-1"), LOG, LOG, records, List.of(key), List.of(), null))
                .toString());
        for (int seq = 1; seq <= records; seq++) {
            byte[] record = ("record " + seq).getBytes(StandardCharsets.UTF_8);
            digests.writeBytes(HashChain.digestOf(record));
            lines.add(ExportLines.record(seq, record).toString());
        }
        lines.add(ExportLines.checkpoint(new Checkpoint.Draft(LOG, 0, 1, digests.toByteArray())
                        .sign(HashChain.genesis(LOG), 1_790_000_000_000L, key.id(), keys.getPrivate()))
                .toString());
        lines.add(ExportLines.end(1, records).toString());
        Path file = folder.resolve("export.ndjson");
        Files.write(file, lines, StandardCharsets.UTF_8);
        return file;
    }
}
