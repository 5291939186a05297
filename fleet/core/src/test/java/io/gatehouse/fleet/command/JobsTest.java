package io.gatehouse.fleet.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.rollout.PlayedDevices;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.command.CommandType;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobsTest {

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final SiteId site = TestCore.siteOf(gateway);
    private final Jobs jobs = core.changing().jobs();

    @BeforeEach
    void fill() {
        new PlayedDevices(core, site, gateway.value()).with(8, "TURNSTILE");
    }

    @Test
    void what_is_dangerous_waits_for_another_account_and_no_command_is_made_before() {
        ObjectNode job = done(jobs.make(site, wish(CommandType.UNLOCK_DOOR, "k-1", "d-1", "d-2"), "lee"));
        assertThat(job.path("state").asText()).isEqualTo("WAITING");
        assertThat(queue()).isEmpty();

        String id = job.path("id").asText();
        assertThat(jobs.decide(site, id, true, "lee", null)).isInstanceOf(JobOutcome.SamePerson.class);
        assertThat(queue()).isEmpty();
        JobOutcome agreed = jobs.decide(site, id, true, "wang", "I am at the gate");

        assertThat(((JobOutcome.Done) agreed).orders()).hasSize(2);
        assertThat(queue())
                .hasSize(2)
                .allMatch(one -> one.path("state").asText().equals("QUEUED"));
        assertThat(jobs.decide(site, id, true, "zhao", null)).isInstanceOf(JobOutcome.NotWaiting.class);
        assertThat(jobs.find(site, id).orElseThrow().at("/tally/QUEUED").asInt())
                .isEqualTo(2);
    }

    @Test
    void what_is_harmless_runs_at_once_and_the_same_key_is_the_same_job() {
        JobWish wish = wish(CommandType.IDENTIFY, "k-2", "d-1", "d-2", "d-3");
        done(jobs.make(site, wish, "lee"));

        assertThat(((JobOutcome.Done) jobs.make(site, wish, "lee")).repeated()).isTrue();
        assertThat(queue()).hasSize(3);
        assertThat(jobs.make(site, wish(CommandType.REBOOT, "k-2", "d-1"), "lee"))
                .isInstanceOf(JobOutcome.KeyTaken.class);
        assertThat(jobs.make(site, wish(CommandType.REBOOT, "k-3", "d-1", "nobody"), "lee"))
                .isInstanceOf(JobOutcome.Nothing.class);
    }

    @Test
    void six_restarts_at_once_need_a_second_person_and_five_do_not() {
        assertThat(Danger.needsSecond(CommandType.REBOOT, 5)).isFalse();
        assertThat(Danger.needsSecond(CommandType.REBOOT, 6)).isTrue();
        assertThat(Danger.needsSecond(CommandType.UNLOCK_DOOR, 1)).isFalse();
    }

    @Test
    void a_job_to_which_nobody_agrees_within_an_hour_is_over() {
        ObjectNode job = done(jobs.make(site, wish(CommandType.UNLOCK_DOOR, "k-4", "d-1", "d-2"), "lee"));
        Surroundings later = new Surroundings(
                Clock.offset(Clock.systemUTC(), Duration.ofMinutes(61)),
                Surroundings.ofSystem().ids(),
                Surroundings.ofSystem().random());

        new Jobs(core.jdbi(), core.commands(), later).lapse();

        String id = job.path("id").asText();
        assertThat(jobs.decide(site, id, true, "wang", null)).isEqualTo(new JobOutcome.NotWaiting("LAPSED"));
        assertThat(queue()).isEmpty();
    }

    @Test
    void what_is_taken_back_is_asked_of_the_gateway_and_not_sent_any_more_and_ends_when_the_gateway_says_so() {
        ObjectNode job = done(jobs.make(site, wish(CommandType.IDENTIFY, "k-5", "d-1", "d-2"), "lee"));
        String first = queue().get(0).path("id").asText();

        Cancellations.Outcome outcome = jobs.cancellations().cancel(first, "wang", "the wrong one");

        ObjectNode command = ((Cancellations.Outcome.Asked) outcome).command();
        assertThat(command.path("state").asText()).isEqualTo("QUEUED");
        assertThat(command.at("/cancel/by").asText()).isEqualTo("wang");
        assertThat(core.commands().waiting(gateway))
                .extracting(order -> order.type())
                .containsExactlyInAnyOrder(CommandType.IDENTIFY, CommandType.CANCEL);
        assertThat(((Cancellations.Outcome.Asked) jobs.cancellations().cancel(first, "zhao", null)).repeated())
                .isTrue();
        JobOutcome all = jobs.cancel(site, job.path("id").asText(), "lee", null);
        assertThat(((JobOutcome.Done) all).orders()).hasSize(2);
        assertThat(((JobOutcome.Done) all).job().path("state").asText()).isEqualTo("CANCELLED");
        assertThat(core.commands().waiting(gateway))
                .extracting(order -> order.type())
                .containsOnly(CommandType.CANCEL);
        assertThat(jobs.cancellations().cancel("nothing", "lee", null))
                .isInstanceOf(Cancellations.Outcome.Nothing.class);
    }

    @Test
    void a_job_that_waits_for_a_second_person_is_taken_back_by_whoever_made_it() {
        ObjectNode job = done(jobs.make(site, wish(CommandType.UNLOCK_DOOR, "k-6", "d-1", "d-2"), "lee"));
        String id = job.path("id").asText();

        assertThat(done(jobs.cancel(site, id, "lee", null)).path("state").asText())
                .isEqualTo("CANCELLED");

        assertThat(jobs.decide(site, id, true, "wang", null)).isEqualTo(new JobOutcome.NotWaiting("CANCELLED"));
        assertThat(queue()).isEmpty();
    }

    private List<ObjectNode> queue() {
        CommandQueue.Filter all = new CommandQueue.Filter(Reach.of(Set.of(site.value())), null, null, null, null, true);
        return core.changing().queue().list(all, OffsetDateTime.MAX, 100);
    }

    private static JobWish wish(CommandType type, String key, String... devices) {
        return new JobWish(type, List.of(devices), key, 60, "a test", null, false);
    }

    private static ObjectNode done(JobOutcome outcome) {
        return ((JobOutcome.Done) outcome).job();
    }
}
