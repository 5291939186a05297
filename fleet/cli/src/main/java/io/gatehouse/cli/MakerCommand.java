package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.artifact.Acceptance;
import io.gatehouse.protocol.artifact.Manifest;
import io.gatehouse.protocol.artifact.SignedManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makers that sign the firmware of their own products: {@code maker list}, {@code put}, {@code withdraw}, {@code sign}. */
@Command(
        name = "maker",
        subcommands = {
            MakerCommand.All.class,
            MakerCommand.Put.class,
            MakerCommand.Withdraw.class,
            MakerCommand.Sign.class
        })
final class MakerCommand extends CommandGroup {

    /** Lists makers. */
    @Command(name = "list")
    static final class All extends FleetCommand {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get("/makers");
            return show(answer, () -> {
                Table table = table("id", "name", "products", "fingerprint", "operator", "withdrawn");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "id"),
                                text(each, "name"),
                                products(each),
                                text(each, "fingerprint"),
                                text(each, "madeBy"),
                                time(each, "withdrawnAt")));
                print(table, answer.path("items").isEmpty());
            });
        }

        private static String products(JsonNode maker) {
            StringBuilder all = new StringBuilder();
            maker.path("products")
                    .forEach(one -> all.append(all.isEmpty() ? "" : ", ").append(one.asText()));
            return all.toString();
        }
    }

    /** Registers a maker's public key, or gives it another one. */
    @Command(name = "put")
    static final class Put extends FleetCommand {

        @Parameters(paramLabel = "MAKER")
        private String maker = "";

        @Option(names = "--name", paramLabel = "NAME", required = true)
        private String name = "";

        @Option(names = "--product", paramLabel = "PRODUCT", required = true)
        private List<String> products = List.of();

        @Option(names = "--key", paramLabel = "FILE", required = true)
        private Path key = Path.of("");

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object().put("name", name).put("publicKey", Files.readString(key));
            products.forEach(body.putArray("products")::add);
            JsonNode answer = client().put("/makers/" + FleetClient.part(maker), body);
            return show(answer, () -> out().println(text(answer, "fingerprint")));
        }
    }

    /** Believes the key no more. */
    @Command(name = "withdraw")
    static final class Withdraw extends FleetCommand {

        @Parameters(paramLabel = "MAKER")
        private String maker = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete("/makers/" + FleetClient.part(maker));
            out().println(words().say("maker.withdrawn", maker));
            return ExitCodes.DONE;
        }
    }

    /** What a maker does at its own place: needs the private key, and no fleet. */
    @Command(name = "sign")
    static final class Sign extends FleetCommand {

        @Parameters(paramLabel = "FILE")
        private Path file = Path.of("");

        @Option(names = "--product", paramLabel = "NAME", required = true)
        private String product = "";

        @Option(names = "--version", paramLabel = "VERSION", required = true)
        private String version = "";

        @Option(names = "--minimum", paramLabel = "VERSION", defaultValue = "0")
        private String minimum = "";

        @Option(names = "--key", paramLabel = "FILE", required = true)
        private Path key = Path.of("");

        @Option(names = "--out", paramLabel = "FILE", required = true)
        private Path out = Path.of("");

        @Override
        int ask() throws IOException {
            byte[] content = Files.readAllBytes(file);
            Manifest manifest = new Manifest(product, version, Acceptance.sha256(content), content.length, minimum);
            PrivateKey signing = key(Files.readString(key)).orElseThrow(() -> usage("maker.noKey", key.toString()));
            Files.write(out, SignedManifest.signAsMaker(manifest, signing).write());
            out().println(manifest.sha256());
            return ExitCodes.DONE;
        }

        /** As {@code openssl genpkey -algorithm ed25519} writes it (PKCS#8, PEM). */
        private static Optional<PrivateKey> key(String pem) {
            String bare = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            try {
                PKCS8EncodedKeySpec spec =
                        new PKCS8EncodedKeySpec(Base64.getDecoder().decode(bare));
                return Optional.of(KeyFactory.getInstance("Ed25519").generatePrivate(spec));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }
}
