package io.gatehouse.protocol.sitebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BookReaderTest {

    private static final CredentialRules PIN =
            new CredentialRules(3, null, 30, "hash", null, Set.of(Factor.PIN), null, "v-1", null, null);

    @Test
    void a_book_is_read_as_it_was_written() {
        byte[] bytes = book().toBytes();

        SiteBook read = read(bytes);

        assertThat(read.toBytes()).isEqualTo(bytes);
        assertThat(read.toBytes())
                .isEqualTo(WireFormat.CBOR.read(bytes, SiteBook.class).fold(SiteBook::toBytes, refusal -> new byte[0]));
        assertThat(read.people()).isEqualTo(book().people());
        assertThat(read.credentials()).isEqualTo(book().credentials());
    }

    @Test
    void what_entries_have_in_common_is_there_once() {
        SiteBook read = read(book().toBytes());

        SiteBook.Credential one = read.credentials().get(2);
        SiteBook.Credential other = read.credentials().get(5);
        assertThat(one.profiles()).isSameAs(other.profiles());
        assertThat(one.person()).isSameAs(read.people().get(2).id());
    }

    @Test
    void fields_of_a_later_fleet_are_passed_over() throws IOException {
        ObjectNode tree = tree();
        tree.set("later", tree.path("credentialKey"));
        tree.path("people")
                .forEach(person -> ((ObjectNode) person)
                        .putObject("later")
                        .putArray("list")
                        .add(1));
        tree.path("credentials")
                .forEach(card ->
                        ((ObjectNode) card).putArray("later").addObject().put("x", 1));

        assertThat(read(WireFormat.CBOR.write(tree)).toBytes()).isEqualTo(book().toBytes());
    }

    @Test
    void what_is_no_book_is_refused() throws IOException {
        byte[] bytes = book().toBytes();
        ObjectNode noRef = tree();
        ((ObjectNode) noRef.path("credentials").path(0)).remove("ref");
        ObjectNode otherState = tree();
        ((ObjectNode) otherState.path("credentials").path(0)).put("state", "GONE");
        ObjectNode noSite = tree();
        noSite.remove("people");
        ObjectNode wrongList = tree();
        wrongList.putArray("people").add("somebody");

        for (JsonNode bad : List.of(noRef, otherState, noSite, wrongList)) {
            assertThat(isRead(WireFormat.CBOR.write(bad))).as(bad.toString()).isFalse();
        }
        assertThat(isRead(new byte[] {1, 2, 3})).isFalse();
        assertThat(isRead(Arrays.copyOf(bytes, bytes.length - 9))).isFalse();
        assertThat(isRead(Arrays.copyOf(bytes, bytes.length + 1))).isFalse();
    }

    @Test
    void damaged_bytes_are_refused_or_read_and_never_throw() {
        Random random = new Random(5);
        byte[] bytes = book().toBytes();
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = bytes.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            isRead(damaged);
        }
    }

    private static SiteBook read(byte[] bytes) {
        return SiteBook.read(bytes).fold(book -> book, refusal -> {
            throw new AssertionError(refusal.message());
        });
    }

    private static boolean isRead(byte[] bytes) {
        return SiteBook.read(bytes).fold(book -> true, refusal -> false);
    }

    private static ObjectNode tree() throws IOException {
        return (ObjectNode) WireFormat.CBOR.mapper().readTree(book().toBytes());
    }

    private static SiteBook book() {
        return new SiteBook(
                new SiteId("garden"),
                new GatewayId("gw"),
                7,
                1_700_000_000_000L,
                "Asia/Shanghai",
                new byte[] {1, 2, 3},
                List.of(new SiteBook.Device(new DeviceId("r-1"), DeviceKind.READER, "secret", 30)),
                List.of(),
                List.of(),
                List.of(new SiteBook.Schedule("s", "S", Map.of("MON", List.of("08:00-18:00")))),
                List.of(),
                IntStream.range(0, 9)
                        .mapToObj(i -> new SiteBook.Person(
                                "p-" + i, "住户 " + i, "OWNER", i % 2 == 0, i % 3 == 0 ? PersonRules.PLAIN : null))
                        .toList(),
                IntStream.range(0, 9)
                        .mapToObj(i -> new SiteBook.Credential(
                                "c-" + i,
                                i == 8 ? null : "p-" + i,
                                SiteBook.CredentialState.values()[i % 4],
                                i % 2 == 0 ? null : Long.valueOf(i),
                                i % 3 == 0 ? null : Long.valueOf(1_900_000_000_000L + i),
                                List.of("all", "p" + i % 3),
                                i == 4 ? PIN : null))
                        .toList(),
                List.of());
    }
}
