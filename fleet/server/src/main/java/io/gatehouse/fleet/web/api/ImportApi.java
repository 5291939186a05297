package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.Finding;
import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.access.PeopleImport;
import io.gatehouse.fleet.sheet.Sheet;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Bodies;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.vertx.core.Future;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists of people and cards, as files. */
public final class ImportApi {

    private final PeopleImport imports;
    private final AccessGround ground;

    public ImportApi(PeopleImport imports, AccessGround ground) {
        this.imports = imports;
        this.ground = ground;
    }

    public void addTo(Operations operations) {
        operations.admin("importPeople", this::take);
    }

    private Future<Answer> take(Call call) {
        Findings words = Findings.of(call);
        AccessGround.Change change = AccessGround.Change.of(call, "importPeople", "people");
        return ground.ask(call, site -> {
            JsonNode body = call.body();
            Optional<Sheet> sheet = sheetOf(body.path("content").asText());
            if (sheet.isEmpty()) {
                return words.refused(new Outcome(false, List.of(new Finding("NO_SHEET", true, "content", Map.of()))));
            }
            PeopleImport.Wish wish = new PeopleImport.Wish(
                    body.path("dryRun").asBoolean(), body.path("skipBad").asBoolean());
            PeopleImport.Done done = imports.take(site, sheet.get(), wish);
            if (done.written()) {
                ground.audit()
                        .note(
                                change.by(),
                                change.action(),
                                "site " + site,
                                Map.of("rows", done.report().path("rows").asText()));
                ground.compiling().of(site);
            }
            ObjectNode report = done.report();
            report.set("warnings", Bodies.treeOf(words.told(done.warnings())));
            return Answer.ok(report);
        });
    }

    /** The file that came in Base64; nothing when it is no list. */
    static Optional<Sheet> sheetOf(String base64) {
        try {
            return Sheet.read(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
