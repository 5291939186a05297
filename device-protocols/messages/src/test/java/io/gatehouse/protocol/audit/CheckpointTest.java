package io.gatehouse.protocol.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CheckpointTest {

    @Test
    void the_chain_is_the_same_for_ever() {
        HashChain chain = HashChain.genesis(SampleLog.LOG);
        chain.add(HashChain.digestOf("one".getBytes(StandardCharsets.UTF_8)));
        String first = HexFormat.of().formatHex(chain.link());
        chain.leap(9);

        assertThat(first).isEqualTo("6815d6f0150cd6a95ad5cbcee3d9e224fa9cb24356b5c171c7e216dddb5f92ff");
        assertThat(HexFormat.of().formatHex(chain.link()))
                .isEqualTo("c1fdb15adffb58adca497d4816fbbd9042ef872b96707e4760ce8fcbfe9220c2");
        assertThat(chain.seq()).isEqualTo(9);
    }

    @Test
    void survives_the_journal_as_an_event_of_the_gateway_and_of_nobody_else() {
        SampleLog log = new SampleLog().events(3).checkpoint();
        Checkpoint made = log.checkpoints.get(0);
        SiteEvent event = SiteEvent.read(log.records.lastEntry().getValue()).fold(read -> read, refusal -> {
            throw new AssertionError(refusal.message());
        });
        SiteEvent ofDevice = SiteEvent.ofGateway(
                event.eventClass(),
                event.type(),
                new DeviceId("gate-1"),
                SampleLog.STAMP,
                WireFormat.CBOR.mapper().valueToTree(made));

        Checkpoint read = Checkpoint.of(event).orElseThrow();

        assertThat(read).usingRecursiveComparison().isEqualTo(made);
        assertThat(read.isSignedBy(log.key())).isTrue();
        assertThat(Checkpoint.of(ofDevice)).isEmpty();
    }

    @Test
    void a_key_says_who_it_is_and_survives_as_text() {
        AuditKey key = new SampleLog().key();

        AuditKey again = AuditKey.read(key.text()).fold(read -> read, refusal -> {
            throw new AssertionError(refusal.message());
        });

        assertThat(again).isEqualTo(key);
        assertThat(key.id()).hasSize(32);
        assertThat(AuditKey.read("nonsense").<String>fold(AuditKey::id, refusal -> refusal.message()))
                .isEqualTo("this is no Ed25519 public key in Base64");
    }
}
