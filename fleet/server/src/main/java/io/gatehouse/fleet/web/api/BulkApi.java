package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.access.Finding;
import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.bulk.DeviceColumn;
import io.gatehouse.fleet.bulk.DeviceImport;
import io.gatehouse.fleet.bulk.DeviceTemplate;
import io.gatehouse.fleet.bulk.LabelFaces;
import io.gatehouse.fleet.bulk.LabelSheet;
import io.gatehouse.fleet.bulk.LabelStock;
import io.gatehouse.fleet.sheet.Sheet;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.identity.ShortCode;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Devices by the hundred: lists of them as files, and their labels on paper. */
public final class BulkApi {

    private static final int MOST_LABELS = 1000;

    private final DeviceImport imports;
    private final LabelFaces faces;
    private final AccessGround ground;
    private final Clock clock;

    public BulkApi(DeviceImport imports, LabelFaces faces, AccessGround ground, Clock clock) {
        this.imports = imports;
        this.faces = faces;
        this.ground = ground;
        this.clock = clock;
    }

    public void addTo(Operations operations) {
        operations
                .operator("importDevices", this::take)
                .operator("deviceTemplate", this::template)
                .operator("listLabels", this::list)
                .operator("labelSheet", this::sheet);
    }

    record SheetBody(
            @Nullable List<String> codes,
            @Nullable String site,
            LabelStock stock,
            String address,
            @Nullable Integer skip) {}

    private Future<Answer> take(Call call) {
        Findings words = Findings.of(call);
        Audit.By by = call.by();
        return ground.ask(call, site -> {
            JsonNode body = call.body();
            Optional<Sheet> sheet = ImportApi.sheetOf(body.path("content").asText());
            if (sheet.isEmpty()) {
                return words.refused(new Outcome(false, List.of(new Finding("NO_SHEET", true, "content", Map.of()))));
            }
            DeviceImport.Wish wish = new DeviceImport.Wish(
                    body.path("dryRun").asBoolean(), body.path("skipBad").asBoolean(), columns(body.path("columns")));
            DeviceImport.Done done = imports.take(site, sheet.get(), wish, by.user());
            if (done.written()) {
                ground.audit()
                        .note(
                                by,
                                "importDevices",
                                "site " + site,
                                Map.of("rows", done.report().path("rows").asText()));
                ground.compiling().of(site);
            }
            return Answer.ok(done.report());
        });
    }

    private static Map<DeviceColumn, String> columns(JsonNode said) {
        Map<DeviceColumn, String> columns = new EnumMap<>(DeviceColumn.class);
        said.properties()
                .forEach(one -> columns.put(
                        DeviceColumn.valueOf(one.getKey()), one.getValue().asText()));
        return columns;
    }

    private Future<Answer> template(Call call) {
        boolean chinese = call.query("lang").orElse("en").startsWith("zh");
        boolean workbook = call.query("format").orElse("xlsx").equals("xlsx");
        return ground.ask(
                call,
                site -> workbook
                        ? file(
                                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                "devices.xlsx",
                                DeviceTemplate.workbook(chinese))
                        : file("text/csv; charset=utf-8", "devices.csv", DeviceTemplate.csv(chinese)));
    }

    private static Answer file(String type, String name, byte[] content) {
        return new Answer.Bytes(
                200,
                type,
                Buffer.buffer(content),
                Map.of("Content-Disposition", "attachment; filename=\"" + name + "\""));
    }

    private Future<Answer> list(Call call) {
        SiteId site = call.query("site").map(SiteId::new).orElse(null);
        Reach reach = call.reach();
        return ground.work().call(() -> Answer.items(faces.free(site, reach, MOST_LABELS)));
    }

    private Future<Answer> sheet(Call call) {
        SheetBody body = call.body(SheetBody.class);
        Reach reach = call.reach();
        Audit.By by = call.by();
        Phrases phrases = Phrases.of(call);
        Function<String, String> words = kind -> phrases.text("kind." + kind, kind);
        LabelSheet.Print print =
                new LabelSheet.Print(body.stock(), body.address(), body.skip() == null ? 0 : body.skip());
        return ground.work().call(() -> {
            List<LabelSheet.Face> found = faces.of(codes(body, reach), reach, words);
            if (found.isEmpty()) {
                return Answer.refused(Problem.notFound(
                        "None of these labels is there.",
                        "POST /api/v1/labels makes labels, or an import of devices."));
            }
            ground.audit().note(by, "labelSheet", found.size() + " labels");
            return file("application/pdf", "labels.pdf", LabelSheet.draw(found, print, clock));
        });
    }

    /** Those that were named; or all that are free at a site. Blocks. */
    private List<ShortCode> codes(SheetBody body, Reach reach) {
        List<String> named = body.codes();
        if (named != null) {
            return named.stream().flatMap(code -> ShortCode.read(code).stream()).toList();
        }
        SiteId site = body.site() == null ? null : new SiteId(body.site());
        return faces.free(site, reach, MOST_LABELS).stream()
                .map(label -> new ShortCode(label.path("code").asText()))
                .toList();
    }
}
