package io.gatehouse.broker;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The broker's kept records as bytes: fields one after the other, texts and data with their length before them. */
final class RecordBytes {

    private static final int ABSENT = -1;

    private RecordBytes() {}

    /** Writes fields. */
    static final class Writer {
        private final Buffer out = Buffer.buffer(128);

        Writer number(long value) {
            out.appendLong(value);
            return this;
        }

        Writer small(int value) {
            out.appendInt(value);
            return this;
        }

        Writer text(@Nullable String text) {
            return text == null ? small(ABSENT) : data(Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
        }

        Writer data(@Nullable Buffer data) {
            if (data == null) {
                return small(ABSENT);
            }
            small(data.length());
            out.appendBuffer(data);
            return this;
        }

        Writer flag(boolean value) {
            return small(value ? 1 : 0);
        }

        Writer properties(PublishProperties p) {
            flag(p.utf8()).number(p.expirySeconds()).text(p.responseTopic()).data(p.correlationData());
            text(p.contentType()).small(p.user().size());
            p.user().forEach(each -> text(each.name()).text(each.value()));
            return this;
        }

        Writer message(Message m) {
            OutboundPublish p = m.publish();
            text(p.topic()).data(p.payload()).small(p.qos()).flag(p.retain()).properties(p.properties());
            return number(m.expiresAtMillis()).text(m.from());
        }

        byte[] bytes() {
            return out.getBytes();
        }
    }

    /** Reads fields in the order in which they were written. */
    static final class Reader {
        private final Buffer in;
        private int at;

        Reader(byte[] bytes) {
            in = Buffer.buffer(bytes);
        }

        long number() {
            at += 8;
            return in.getLong(at - 8);
        }

        int small() {
            at += 4;
            return in.getInt(at - 4);
        }

        boolean flag() {
            return small() == 1;
        }

        @Nullable
        String optionalText() {
            Buffer data = data();
            return data == null ? null : data.toString(StandardCharsets.UTF_8);
        }

        String text() {
            String text = optionalText();
            return text == null ? "" : text;
        }

        @Nullable
        Buffer data() {
            int length = small();
            if (length == ABSENT) {
                return null;
            }
            at += length;
            return in.getBuffer(at - length, at);
        }

        private Buffer payload() {
            Buffer data = data();
            return data == null ? Buffer.buffer() : data;
        }

        PublishProperties properties() {
            boolean utf8 = flag();
            long expiry = number();
            String response = optionalText();
            Buffer correlation = data();
            String type = optionalText();
            List<UserProperty> user = new ArrayList<>();
            for (int left = small(); left > 0; left--) {
                user.add(new UserProperty(text(), text()));
            }
            return new PublishProperties(utf8, expiry, response, correlation, type, user);
        }

        Message message() {
            OutboundPublish publish = new OutboundPublish(text(), payload(), small(), flag(), properties());
            return new Message(publish, number(), text());
        }

        InboundPublish inbound() {
            OutboundPublish p = message().publish();
            return new InboundPublish(p.topic(), p.payload(), p.qos(), p.retain(), false, p.properties());
        }
    }
}
