package io.gatehouse.fleet.notify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where alarms are told. Immutable.
 *
 * @param target an address of mail, or of a webhook
 * @param secret the key that signs, when there is one; never shown
 * @param query which alarms, in the language of lists; empty for all
 * @param level told when an alarm has gone up to this level: 0 at once
 * @param steps what is told of: {@code RAISED}, {@code RAISED_AGAIN}, {@code ESCALATED}, {@code CLEARED}
 * @param language {@code en} or {@code zh-CN}
 */
public record Channel(
        String id,
        String name,
        Kind kind,
        String target,
        @Nullable String secret,
        String query,
        int level,
        List<String> steps,
        String language,
        boolean enabled) {

    public Channel {
        steps = List.copyOf(steps);
    }

    /** What is spoken there. */
    public enum Kind {
        EMAIL,
        DINGTALK,
        WECOM,
        FEISHU,
        SLACK,
        WEBHOOK
    }
}
