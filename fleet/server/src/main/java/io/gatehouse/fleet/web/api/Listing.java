package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.LineStream;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists as files: a line of JSON for each item, or a sheet of comma-separated values with headings in a language. */
public final class Listing {

    private static final Logger LOG = LoggerFactory.getLogger(Listing.class);

    /** Spreadsheets take a file for UTF-8 only when it begins so. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Vertx vertx;
    private final Work exports;

    /** @param exports workers of their own: an export holds one for as long as its client reads */
    public Listing(Vertx vertx, Work exports) {
        this.vertx = vertx;
        this.exports = exports;
    }

    /**
     * What it looks like.
     *
     * @param words the list, for the file
     */
    public record Form(boolean csv, String language, String words, List<String> columns) {

        static Form of(Call call, String words, List<String> columns) {
            return new Form(
                    call.query("format").orElse("ndjson").equals("csv"),
                    call.query("lang").orElse("en"),
                    words,
                    columns);
        }
    }

    /** For other rooms. */
    public static Form form(Call call, String words, List<String> columns) {
        return Form.of(call, words, columns);
    }

    /** @param items hands over item by item until it is told to stop; blocks */
    public Future<Answer> write(Call call, Form form, Consumer<Predicate<ObjectNode>> items) {
        LineStream lines = new LineStream(
                vertx.getOrCreateContext(),
                call.response(),
                form.csv() ? "text/csv; charset=utf-8" : "application/x-ndjson");
        Future<Void> written = exports.call(() -> {
            try {
                Phrases words = form.language().equals("zh-CN") ? Phrases.CHINESE : Phrases.ENGLISH;
                Function<ObjectNode, String> line = ObjectNode::toString;
                if (form.csv()) {
                    lines.line(BYTE_ORDER_MARK + row(form.columns(), column -> words.text("column." + column, column)));
                    line = item -> row(form.columns(), column -> value(words, item, column));
                }
                Function<ObjectNode, String> each = line;
                items.accept(item -> lines.line(each.apply(item)));
                lines.end();
            } catch (RuntimeException e) {
                LOG.warn("an export broke off: {}", e.toString());
                lines.breakOff();
            }
            return null;
        });
        return written.map(new Answer.Streaming());
    }

    private static String row(List<String> columns, Function<String, String> cell) {
        return columns.stream().map(column -> quoted(cell.apply(column))).collect(Collectors.joining(","));
    }

    /** Codes that have words become words. */
    private static String value(Phrases words, ObjectNode item, String column) {
        JsonNode value = item.path(column);
        String text = value.isValueNode() ? value.asText() : value.isMissingNode() ? "" : value.toString();
        return words.text(column + "." + text, text);
    }

    /** In quotes, and never to be taken for a formula. */
    private static String quoted(String text) {
        String safe = text.matches("[=+@\\t\\r-].*") ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
