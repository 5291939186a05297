package io.gatehouse.traces;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Numbers of spans: drawn, unless the thread is just making one whose number is given. */
final class GivenNumbers implements IdGenerator {

    private final IdGenerator drawn = IdGenerator.random();
    private final ThreadLocal<@Nullable TraceNumber> given = new ThreadLocal<>();

    /** Makes one span that has this number and no parent. */
    <T> T during(TraceNumber number, Supplier<T> make) {
        given.set(number);
        try {
            return make.get();
        } finally {
            given.remove();
        }
    }

    @Override
    public String generateSpanId() {
        TraceNumber number = given.get();
        return number == null ? drawn.generateSpanId() : number.whole();
    }

    @Override
    public String generateTraceId() {
        TraceNumber number = given.get();
        return number == null ? drawn.generateTraceId() : number.trace();
    }
}
