package io.gatehouse.protocol.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.audit.AuditVerdict.Faulty;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportVerifierTest {

    private final SampleLog log = new SampleLog()
            .events(5)
            .checkpoint()
            .events(7)
            .checkpoint()
            .events(3)
            .checkpoint();

    @Test
    void an_untouched_export_is_sound_up_to_its_last_checkpoint() {
        assertThat(SampleLog.verdict(log.lines())).isEqualTo(SampleLog.sound(1, 17, 3, IntervalSet.EMPTY));
        assertThat(SampleLog.verdict(log.lines(), log.key())).isEqualTo(SampleLog.sound(1, 17, 3, IntervalSet.EMPTY));
    }

    @Test
    void a_span_begins_behind_a_checkpoint() {
        AuditVerdict verdict = SampleLog.verdict(log.lines(log.checkpoints.get(0)));

        assertThat(verdict).isEqualTo(SampleLog.sound(6, 17, 2, IntervalSet.EMPTY));
    }

    @Test
    void another_gateways_key_is_named() {
        AuditVerdict verdict =
                SampleLog.verdict(log.lines(), AuditKey.of(SampleLog.newKeys().getPublic()));

        assertThat(verdict).isEqualTo(new Faulty(Fault.WRONG_KEY, 5, 0));
    }

    @Test
    void a_key_that_nobody_has_accepted_proves_nothing_unless_the_auditor_brings_it() {
        List<ObjectNode> lines = log.lines();
        ((ObjectNode) lines.get(1).path("keys").get(0)).put("accepted", false);

        assertThat(SampleLog.verdict(lines)).isEqualTo(new Faulty(Fault.UNACCEPTED_KEY, 5, 0));
        assertThat(SampleLog.verdict(lines, log.key())).isEqualTo(SampleLog.sound(1, 17, 3, IntervalSet.EMPTY));
    }

    @Test
    void a_checkpoint_that_was_changed_or_taken_away_is_named() {
        List<ObjectNode> changed = log.lines();
        ((ObjectNode) changed.get(7).path("checkpoint")).put("gatewayTime", 1);
        List<ObjectNode> without = log.lines();
        without.remove(7);

        assertThat(SampleLog.verdict(changed)).isEqualTo(new Faulty(Fault.BAD_CHECKPOINT, 5, 0));
        assertThat(SampleLog.verdict(without)).isEqualTo(new Faulty(Fault.BROKEN_CHAIN, 1, 0));
    }

    @Test
    void records_behind_the_last_checkpoint_are_unsigned() {
        List<ObjectNode> lines = new ArrayList<>(log.lines());
        lines.add(lines.size() - 1, ExportLines.record(18, new byte[] {1}));
        lines.set(lines.size() - 1, ExportLines.end(1, 18));

        assertThat(SampleLog.verdict(lines)).isEqualTo(new Faulty(Fault.UNSIGNED_TAIL, 18, 17));
    }

    @Test
    void a_tail_that_is_cut_with_its_checkpoint_shows_by_the_fleets_newest_one() {
        ChainVerifier verifier = new ChainVerifier(SampleLog.LOG, List.of(log.key()));
        log.records.headMap(5L, true).forEach(verifier::record);
        verifier.checkpoint(log.checkpoints.get(0));

        assertThat(verifier.finish(17)).isEqualTo(new Faulty(Fault.TRUNCATED, 6, 5));
    }

    @Test
    void records_lost_before_they_were_chained_are_a_signed_gap() {
        SampleLog holed = new SampleLog().events(4).checkpoint().events(10);
        holed.lose(6, 9).checkpoint(10);

        assertThat(SampleLog.verdict(holed.lines()))
                .isEqualTo(SampleLog.sound(1, 15, 2, IntervalSet.of(6, 9).plus(5)))
                .isNotNull();
    }

    @Test
    void records_lost_after_they_were_chained_count_once_the_gateway_says_so() {
        SampleLog silent = new SampleLog().events(9).checkpoint().events(3).checkpoint();
        silent.lose(4, 5);
        SampleLog honest =
                new SampleLog().events(9).checkpoint().tellLost(4, 5).events(3).checkpoint();
        honest.lose(4, 5);

        assertThat(SampleLog.verdict(silent.lines())).isEqualTo(new Faulty(Fault.DELETED, 4, 3));
        assertThat(SampleLog.verdict(honest.lines())).isEqualTo(SampleLog.sound(1, 14, 2, IntervalSet.of(4, 5)));
    }

    @Test
    void a_gap_line_that_nobody_signed_excuses_nothing() {
        List<ObjectNode> lines = new ArrayList<>(log.lines());
        lines.remove(4);
        lines.add(2, ExportLines.gap(3, 3, "DAMAGED"));
        lines.set(lines.size() - 1, ExportLines.end(1, 16));

        assertThat(SampleLog.verdict(lines)).isEqualTo(new Faulty(Fault.DELETED, 3, 2));
    }

    @Test
    void a_file_that_is_not_whole_or_not_an_export_is_never_sound() {
        List<ObjectNode> cut = log.lines();
        cut.remove(cut.size() - 1);
        ExportVerifier nonsense = new ExportVerifier(null);
        nonsense.line("hello");

        assertThat(SampleLog.verdict(cut)).isEqualTo(new Faulty(Fault.TRUNCATED, 18, 17));
        assertThat(nonsense.finish())
                .extracting(ExportVerifier.Result::verdict)
                .containsExactly(new Faulty(Fault.UNREADABLE, 1, 0));
    }
}
