package io.gatehouse.fleet.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.rollout.engine.Plan;
import io.gatehouse.fleet.rollout.engine.Plan.Approval;
import io.gatehouse.fleet.rollout.engine.Plan.Care;
import io.gatehouse.fleet.rollout.engine.Plan.Limits;
import io.gatehouse.fleet.rollout.engine.Plan.OnBreach;
import io.gatehouse.fleet.rollout.engine.Plan.Patience;
import io.gatehouse.fleet.rollout.engine.Window;
import io.gatehouse.fleet.store.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plan out of a wish, and as it is kept and shown. */
final class PlanJson {

    private PlanJson() {}

    private static final List<RolloutWish.Wave> USUAL_WAVES = List.of(
            RolloutWish.Wave.share("1 %", 1), RolloutWish.Wave.share("10 %", 10), RolloutWish.Wave.share("100 %", 100));

    static List<RolloutWish.Wave> waves(RolloutWish wish) {
        RolloutWish.Course course = wish.course() == null ? RolloutWish.Course.USUAL : wish.course();
        return course.waves() == null || course.waves().isEmpty() ? USUAL_WAVES : course.waves();
    }

    /** @throws DateTimeException when the window's times are none */
    static Plan of(RolloutWish wish, String target) {
        RolloutWish.Course course = wish.course() == null ? RolloutWish.Course.USUAL : wish.course();
        RolloutWish.Times times = course.times() == null ? RolloutWish.Times.USUAL : course.times();
        RolloutWish.Care care = course.care() == null ? RolloutWish.Care.USUAL : course.care();
        Limits limits = new Limits(
                or(course.successPercent(), Limits.USUAL.success()),
                or(course.errorPercent(), Limits.USUAL.errors()),
                or(course.silencePercent(), Limits.USUAL.silence()));
        Patience patience = new Patience(
                span(times.silenceSeconds(), Patience.USUAL.silence()),
                span(times.installSeconds(), Patience.USUAL.install()),
                span(times.soakSeconds(), Patience.USUAL.soak()));
        return new Plan(
                target,
                waves(wish).stream().map(RolloutWish.Wave::name).toList(),
                limits,
                patience,
                window(times.from(), times.to()),
                new Care(
                        care.approval() == null ? Care.USUAL.approval() : care.approval(),
                        care.onBreach() == null ? Care.USUAL.onBreach() : care.onBreach(),
                        Boolean.TRUE.equals(care.soleLanes()),
                        or(care.atOnce(), Care.USUAL.atOnce())));
    }

    private static int or(@Nullable Integer said, int usual) {
        return said == null ? usual : said;
    }

    private static Duration span(@Nullable Integer seconds, Duration usual) {
        return seconds == null ? usual : Duration.ofSeconds(seconds);
    }

    private static @Nullable Window window(@Nullable String from, @Nullable String to) {
        return from == null || to == null ? null : new Window(LocalTime.parse(from), LocalTime.parse(to));
    }

    static ObjectNode write(Plan plan) {
        ObjectNode json = Json.object();
        json.put("target", plan.target());
        plan.waves().forEach(json.putArray("waves")::add);
        json.put("successPercent", plan.limits().success())
                .put("errorPercent", plan.limits().errors())
                .put("silencePercent", plan.limits().silence())
                .put("silenceSeconds", plan.patience().silence().toSeconds())
                .put("installSeconds", plan.patience().install().toSeconds())
                .put("soakSeconds", plan.patience().soak().toSeconds());
        Window window = plan.window();
        if (window != null) {
            json.put("from", window.from().toString()).put("to", window.to().toString());
        }
        return json.put("approval", plan.care().approval().name())
                .put("onBreach", plan.care().onBreach().name())
                .put("soleLanes", plan.care().soleLanes())
                .put("atOnce", plan.care().atOnce());
    }

    static Plan read(JsonNode json) {
        List<String> waves = new ArrayList<>();
        json.path("waves").forEach(wave -> waves.add(wave.asText()));
        return new Plan(
                json.path("target").asText(),
                waves,
                new Limits(
                        json.path("successPercent").asInt(),
                        json.path("errorPercent").asInt(),
                        json.path("silencePercent").asInt()),
                new Patience(seconds(json, "silence"), seconds(json, "install"), seconds(json, "soak")),
                window(json.path("from").textValue(), json.path("to").textValue()),
                new Care(
                        Approval.valueOf(json.path("approval").asText()),
                        OnBreach.valueOf(json.path("onBreach").asText()),
                        json.path("soleLanes").asBoolean(),
                        json.path("atOnce").asInt()));
    }

    private static Duration seconds(JsonNode json, String name) {
        return Duration.ofSeconds(json.path(name + "Seconds").asLong());
    }
}
