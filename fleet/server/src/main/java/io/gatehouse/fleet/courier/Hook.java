package io.gatehouse.fleet.courier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.notify.Channel;
import io.gatehouse.fleet.store.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A message in the form of one of those who take webhooks. Immutable, pure.
 *
 * @param query what is added to the address, with its {@code ?} or {@code &} left out; or empty
 * @param headers beside the media type, which is JSON
 */
record Hook(String query, Map<String, String> headers, String body) {

    Hook {
        headers = Map.copyOf(headers);
    }

    static Hook of(Channel channel, Letter letter, Instant now) {
        String secret = channel.secret() == null ? "" : channel.secret();
        return switch (channel.kind()) {
            case DINGTALK -> dingTalk(letter, secret, now);
            case WECOM ->
                plain(markdown("content", "**" + letter.title() + "**\n" + String.join("\n", letter.lines())));
            case FEISHU -> feishu(letter, secret, now);
            case SLACK ->
                plain(Json.object().put("text", "*" + letter.title() + "*\n" + String.join("\n", letter.lines())));
            case WEBHOOK, EMAIL -> generic(letter, secret, now);
        };
    }

    private static Hook plain(ObjectNode body) {
        return new Hook("", Map.of(), body.toString());
    }

    private static ObjectNode markdown(String name, String text) {
        ObjectNode body = Json.object().put("msgtype", "markdown");
        body.putObject("markdown").put(name, text);
        return body;
    }

    /** DingTalk's custom robot: the signature is over time and secret, with the secret, in the address. */
    private static Hook dingTalk(Letter letter, String secret, Instant now) {
        ObjectNode body = markdown("text", "### " + letter.title() + "\n\n" + String.join("\n\n", letter.lines()));
        ((ObjectNode) body.path("markdown")).put("title", letter.title());
        if (secret.isEmpty()) {
            return plain(body);
        }
        long time = now.toEpochMilli();
        String sign = Base64.getEncoder().encodeToString(mac(secret, time + "\n" + secret));
        return new Hook(
                "timestamp=" + time + "&sign=" + URLEncoder.encode(sign, StandardCharsets.UTF_8),
                Map.of(),
                body.toString());
    }

    /** Feishu's custom robot: time and secret are the key, and nothing is signed with it. */
    private static Hook feishu(Letter letter, String secret, Instant now) {
        ObjectNode body = Json.object();
        if (!secret.isEmpty()) {
            long time = now.getEpochSecond();
            body.put("timestamp", Long.toString(time))
                    .put("sign", Base64.getEncoder().encodeToString(mac(time + "\n" + secret, "")));
        }
        body.put("msg_type", "text").putObject("content").put("text", letter.text());
        return plain(body);
    }

    /** For programs: the alarm as REST shows it, signed over time and body. */
    private static Hook generic(Letter letter, String secret, Instant now) {
        ObjectNode body = Json.object()
                .put("id", letter.id())
                .put("step", letter.step())
                .put("title", letter.title())
                .put("text", String.join("\n", letter.lines()));
        body.set("alarm", letter.alarm());
        return signed(letter.id(), body.toString(), secret, now);
    }

    /** JSON for a program, which can check who sent it and when; unsigned while there is no secret. */
    static Hook signed(String id, String text, String secret, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Gatehouse-Delivery", id);
        if (!secret.isEmpty()) {
            long time = now.getEpochSecond();
            headers.put(
                    "X-Gatehouse-Signature",
                    "t=" + time + ",v1=" + HexFormat.of().formatHex(mac(secret, time + "." + text)));
        }
        return new Hook("", headers, text);
    }

    /** Why the other side did not take it, or an empty text when it did. Some answer 200 and say no in the body. */
    static String refusal(int status, String body) {
        if (status < 200 || status >= 300) {
            return "answered " + status + " " + shortened(body);
        }
        try {
            JsonNode answer = Json.read(body.startsWith("{") ? body : "{}");
            for (String name : new String[] {"errcode", "code", "StatusCode"}) {
                if (answer.path(name).isNumber() && answer.path(name).asLong() != 0) {
                    return "answered " + shortened(body);
                }
            }
        } catch (IllegalStateException e) {
            // no JSON: the status counts
        }
        return "";
    }

    private static String shortened(String text) {
        return text.length() > 300 ? text.substring(0, 300) : text;
    }

    private static byte[] mac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
