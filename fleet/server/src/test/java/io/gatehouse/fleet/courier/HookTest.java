package io.gatehouse.fleet.courier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.notify.Channel;
import io.gatehouse.fleet.store.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each receiver's form, with the signature as its receiver checks it. */
class HookTest {

    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
    private static final Letter LETTER = new Letter(
            "n-1",
            "[紧急] 发生: 东门网关 失联",
            List.of("东湖 · 08:00", "站点独立运行"),
            Json.object().put("id", 1),
            "RAISED");

    @Test
    void dingtalk_is_signed_in_its_address() throws Exception {
        Hook hook = Hook.of(channel(Channel.Kind.DINGTALK, "SEC1"), LETTER, NOW);

        String time = Long.toString(NOW.toEpochMilli());
        String sign = hook.query().substring(hook.query().indexOf("sign=") + 5);
        assertThat(hook.query()).startsWith("timestamp=" + time + "&sign=");
        assertThat(URLDecoder.decode(sign, StandardCharsets.UTF_8))
                .isEqualTo(Base64.getEncoder().encodeToString(mac("SEC1", time + "\nSEC1")));
        JsonNode body = Json.read(hook.body());
        assertThat(body.path("msgtype").asText()).isEqualTo("markdown");
        assertThat(body.at("/markdown/title").asText()).isEqualTo(LETTER.title());
        assertThat(body.at("/markdown/text").asText()).contains("站点独立运行");
    }

    @Test
    void feishu_is_signed_in_its_body_with_nothing_as_the_text() throws Exception {
        JsonNode body = Json.read(
                Hook.of(channel(Channel.Kind.FEISHU, "k"), LETTER, NOW).body());

        String time = Long.toString(NOW.getEpochSecond());
        assertThat(body.path("timestamp").asText()).isEqualTo(time);
        assertThat(body.path("sign").asText()).isEqualTo(Base64.getEncoder().encodeToString(mac(time + "\nk", "")));
        assertThat(body.at("/content/text").asText()).startsWith(LETTER.title());
    }

    @Test
    void wecom_and_slack_take_their_own_forms() {
        assertThat(Json.read(Hook.of(channel(Channel.Kind.WECOM, null), LETTER, NOW)
                                .body())
                        .at("/markdown/content")
                        .asText())
                .contains(LETTER.title());
        assertThat(Json.read(Hook.of(channel(Channel.Kind.SLACK, null), LETTER, NOW)
                                .body())
                        .path("text")
                        .asText())
                .startsWith("*" + LETTER.title() + "*");
    }

    @Test
    void a_program_can_check_time_and_body() throws Exception {
        Hook hook = Hook.of(channel(Channel.Kind.WEBHOOK, "k"), LETTER, NOW);

        String time = Long.toString(NOW.getEpochSecond());
        assertThat(hook.headers())
                .containsEntry("X-Gatehouse-Delivery", "n-1")
                .containsEntry(
                        "X-Gatehouse-Signature",
                        "t=" + time + ",v1=" + HexFormat.of().formatHex(mac("k", time + "." + hook.body())));
    }

    @Test
    void some_answer_yes_and_mean_no() {
        assertThat(Hook.refusal(200, "{\"errcode\":0,\"errmsg\":\"ok\"}")).isEmpty();
        assertThat(Hook.refusal(200, "ok")).isEmpty();
        assertThat(Hook.refusal(204, "")).isEmpty();
        assertThat(Hook.refusal(200, "{\"errcode\":310000,\"errmsg\":\"sign not match\"}"))
                .contains("sign not match");
        assertThat(Hook.refusal(200, "{\"code\":19021}")).contains("19021");
        assertThat(Hook.refusal(503, "later")).isEqualTo("answered 503 later");
        assertThat(Hook.refusal(302, "")).contains("302");
    }

    private static Channel channel(Channel.Kind kind, @Nullable String secret) {
        return new Channel("c", "C", kind, "https://hooks.example", secret, "", 0, List.of(), "zh-CN", true);
    }

    private static byte[] mac(String key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
