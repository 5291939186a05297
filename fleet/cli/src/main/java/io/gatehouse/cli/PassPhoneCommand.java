package io.gatehouse.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a resident's phone open with its owner's rights, signing each opening itself. */
@Command(name = "phone")
final class PassPhoneCommand extends PassCommand.Issuing {

    @Parameters(index = "1", paramLabel = "PERSON")
    private String person = "";

    /** The phone's public key: a file in PEM, or the Base64 itself. */
    @Option(names = "--key", paramLabel = "KEY", required = true)
    private String key = "";

    @Option(names = "--to", paramLabel = "TIME", required = true, converter = Times.Typed.class)
    private Times to = new Times(Times.NONE);

    @Override
    void complete(ObjectNode wanted) throws IOException {
        wanted.put("kind", "PHONE").put("person", person).put("phoneKey", key());
        put(wanted, "validTo", to);
    }

    private String key() throws IOException {
        String text = key.length() < 200 && Files.isRegularFile(Path.of(key)) ? Files.readString(Path.of(key)) : key;
        return text.replaceAll("-----[^-]+-----|\\s", "");
    }
}
