package io.gatehouse.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.audit.AuditKey;
import io.gatehouse.protocol.audit.AuditVerdict.Faulty;
import io.gatehouse.protocol.audit.AuditVerdict.Sound;
import io.gatehouse.protocol.audit.ChangeChain;
import io.gatehouse.protocol.audit.ChangeVerifier;
import io.gatehouse.protocol.audit.ExportLines;
import io.gatehouse.protocol.audit.ExportVerifier;
import io.gatehouse.protocol.audit.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Checks an export of evidence, or of what people changed, with nothing but the file: no fleet, no network. One line a log
 * says what it found.
 */
@Command(name = "verify")
final class AuditVerifyCommand extends FleetCommand {

    private static final String STANDARD_INPUT = "-";

    @Parameters(index = "0", paramLabel = "FILE")
    private String file = "";

    @Option(names = "--key", paramLabel = "KEY", defaultValue = "")
    private String key = "";

    @Override
    int ask() throws IOException {
        AuditKey trusted = key.isEmpty() ? null : trusted();
        ExportVerifier verifier = new ExportVerifier(trusted);
        try (BufferedReader lines = open()) {
            String first = lines.readLine();
            if (first != null && isChanges(first)) {
                return changes(first, lines, trusted);
            }
            if (first != null) {
                verifier.line(first);
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                verifier.line(line);
            }
        }
        List<ExportVerifier.Result> results = verifier.finish();
        boolean sound = results.stream().allMatch(one -> one.verdict() instanceof Sound);
        tell(results, sound, trusted);
        verifier.unchained().forEach(this::tellUnchained);
        return sound ? ExitCodes.DONE : ExitCodes.REFUSED;
    }

    private static boolean isChanges(String first) {
        try {
            return FleetClient.JSON.readTree(first).path("kind").asText().equals(ChangeChain.EXPORT);
        } catch (IOException e) {
            return false;
        }
    }

    private int changes(String first, BufferedReader lines, @Nullable AuditKey trusted) throws IOException {
        ChangeVerifier verifier = new ChangeVerifier(trusted);
        for (String line = first; line != null; line = lines.readLine()) {
            verifier.line(line);
        }
        ChangeVerifier.Verdict found = verifier.finish();
        Fault fault = found.fault();
        ObjectNode answer = object().put("sound", found.isSound())
                .put("records", found.records())
                .put("erased", found.erased())
                .put("key", found.key());
        if (fault != null) {
            answer.put("fault", fault.name()).put("seq", found.at());
        }
        String sentence = fault == null
                ? words().say(
                                "audit.changesSound",
                                number(found.records()),
                                number(found.erased()),
                                String.valueOf(found.key()))
                : words().say("audit.changesFaulty", words().code("fault", fault.name()), number(found.at()));
        if (fault == null && trusted == null) {
            terminal().err().println(words().say("audit.fleetKeyOfFile"));
        }
        return Math.max(
                show(answer, () -> out().println(sentence)), fault == null ? ExitCodes.DONE : ExitCodes.REFUSED);
    }

    private AuditKey trusted() throws IOException {
        Path path = Path.of(key);
        String text = Files.isRegularFile(path) ? Files.readString(path, StandardCharsets.US_ASCII) : key;
        return AuditKey.read(text).fold(read -> read, refusal -> {
            throw usage("audit.noKey");
        });
    }

    private BufferedReader open() throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return terminal().in();
        }
        try {
            return Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new IOException(words().say("audit.noFile", file), e);
        }
    }

    private void tell(List<ExportVerifier.Result> results, boolean sound, @Nullable AuditKey trusted) {
        if (json()) {
            ObjectNode answer = object().put("sound", sound);
            ArrayNode items = answer.putArray("items");
            results.forEach(one -> items.add(item(one)));
            out().println(answer.toPrettyString());
            return;
        }
        results.forEach(one -> out().println(sentence(one)));
        if (results.isEmpty()) {
            out().println(words().say("audit.empty"));
        }
        if (sound && trusted == null && !results.isEmpty()) {
            terminal().err().println(words().say("audit.keyOfFile"));
        }
    }

    /** On the other stream: it is no result, and a reader of the results must not miss it. */
    private void tellUnchained(ExportLines.Unchained one) {
        terminal().err().println(words().say("audit.unchained", one.gateway(), one.log()));
    }

    private String sentence(ExportVerifier.Result one) {
        return one.verdict()
                .fold(
                        sound -> words().say(
                                        "audit.sound",
                                        one.gateway(),
                                        number(sound.from()),
                                        number(sound.upTo()),
                                        number(sound.checkpoints()),
                                        number(sound.gaps().size()),
                                        one.log(),
                                        String.join(", ", one.keys())),
                        faulty -> words().say(
                                        "audit.faulty",
                                        one.gateway().isEmpty() ? file : one.gateway(),
                                        words().code("fault", faulty.fault().name()),
                                        number(faulty.seq()),
                                        number(faulty.provenTo()),
                                        one.log().isEmpty() ? "-" : one.log()));
    }

    /** Numbers of records are names: without anything between their digits. */
    private static String number(long value) {
        return Long.toString(value);
    }

    private static ObjectNode item(ExportVerifier.Result one) {
        ObjectNode item = object().put("gateway", one.gateway()).put("log", one.log());
        one.keys().forEach(item.withArray("keys")::add);
        return one.verdict().fold((Sound sound) -> sound(item, sound), (Faulty faulty) -> faulty(item, faulty));
    }

    private static ObjectNode sound(ObjectNode item, Sound sound) {
        return item.put("sound", true)
                .put("from", sound.from())
                .put("upTo", sound.upTo())
                .put("records", sound.records())
                .put("checkpoints", sound.checkpoints())
                .put("lost", sound.gaps().size());
    }

    private static ObjectNode faulty(ObjectNode item, Faulty faulty) {
        return item.put("sound", false)
                .put("fault", faulty.fault().name())
                .put("seq", faulty.seq())
                .put("provenTo", faulty.provenTo());
    }
}
