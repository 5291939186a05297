package io.gatehouse.patrol.live;

import io.gatehouse.patrol.judge.RoundOrder;
import io.gatehouse.patrol.phone.PhoneReport;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody decides or tells about today's patrol: what a {@code Patrol} command from the fleet brings, and
 * the body of a {@code PatrolTold} event; one of a round becomes a {@code PatrolOrdered} with the {@link RoundOrder}.
 *
 * @param order of a round, or nothing
 * @param subject the alarm, wand, phone or officer that it is about, or nothing
 * @param by who
 * @param sign of a lone worker, or nothing
 * @param at milliseconds since 1970
 * @param report of a guard's phone, or nothing
 */
public record PatrolOrder(
        Kind kind,
        @Nullable RoundOrder order,
        @Nullable String subject,
        String by,
        PatrolDesk.@Nullable Sign sign,
        long at,
        @Nullable PhoneReport report) {

    /** What it is. */
    public enum Kind {
        /** The {@link RoundOrder}. */
        ROUND,
        /** {@code by} looks after the alarm {@code subject}. */
        TAKE_ALARM,
        /** The wand or phone {@code subject} goes to {@code by}. */
        HAND_OUT,
        /** The wand or phone {@code subject} is given back. */
        GIVE_BACK,
        /** All that the phone {@code subject} has read until {@code at} has been told. */
        TOLD_ALL,
        /** The officer {@code subject} gives the sign. */
        SIGN,
        /** A guard's phone tells the {@link PhoneReport}. */
        REPORT
    }

    private PatrolOrder(
            Kind kind,
            @Nullable RoundOrder order,
            @Nullable String subject,
            String by,
            PatrolDesk.@Nullable Sign sign,
            long at) {
        this(kind, order, subject, by, sign, at, null);
    }

    public static PatrolOrder round(RoundOrder order) {
        return new PatrolOrder(Kind.ROUND, order, null, order.by(), null, order.at());
    }

    public static PatrolOrder about(Kind kind, String subject, String by, long at) {
        return new PatrolOrder(kind, null, subject, by, null, at);
    }

    public static PatrolOrder sign(String officer, PatrolDesk.Sign sign, String by, long at) {
        return new PatrolOrder(Kind.SIGN, null, officer, by, sign, at);
    }

    public static PatrolOrder report(PhoneReport report) {
        return new PatrolOrder(Kind.REPORT, null, report.phone(), report.officer(), null, report.at(), report);
    }

    /** What is missing of it, or nothing. */
    public Optional<String> refusal() {
        boolean whole = switch (kind) {
            case ROUND -> order != null;
            case TAKE_ALARM, HAND_OUT, GIVE_BACK, TOLD_ALL -> subject != null;
            case SIGN -> subject != null && sign != null;
            case REPORT -> report != null;
        };
        return whole ? Optional.empty() : Optional.of("a " + kind + " lacks what it is about");
    }

    /** Reads one; refuses what is not whole. */
    public static Decoded<PatrolOrder> read(WireFormat format, byte[] bytes) {
        return format.read(bytes, PatrolOrder.class)
                .then(order -> order.refusal()
                        .<Decoded<PatrolOrder>>map(why -> Decoded.malformed(RefusalCode.MISSING_FIELD, why))
                        .orElseGet(() -> Decoded.ok(order)));
    }
}
