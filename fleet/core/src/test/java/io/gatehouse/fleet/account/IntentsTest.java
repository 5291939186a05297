package io.gatehouse.fleet.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.core.AccountRooms;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.launch.Surroundings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A change is announced before it is made: a fleet that dies before the record leaves one all the same. */
class IntentsTest {

    private static final AuditLog.Who LI = new AuditLog.Who("li", "192.0.2.1", "session 1");

    private final FleetCore core = TestCore.core();
    private final Intents intents = core.accounting().intents();
    private final String target = "/sites/" + TestCore.siteOf(TestCore.newGateway());

    private AuditLog.Deed deed() {
        return new AuditLog.Deed("putSite", target, null, "a new name", Map.of(), null);
    }

    private List<? extends JsonNode> records() {
        core.accounting().auditSeal().run();
        return core.accounting()
                .changes()
                .list(new Changes.Filter(null, null, target, null, null, null, 10, Reach.all()));
    }

    private long open() {
        return core.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from change_intent where target = ?")
                        .bind(0, target)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void a_fleet_that_dies_between_a_change_and_its_record_leaves_one_that_says_so() {
        intents.begin(LI, deed(), "{\"name\":\"Old\"}");
        // here it dies: nobody keeps the record

        intents.settle();
        assertThat(records()).as("it may still be at it").isEmpty();
        afterwards().settle();

        assertThat(open()).isZero();
        assertThat(records()).singleElement().satisfies(record -> {
            assertThat(record.path("who").asText()).isEqualTo("li");
            assertThat(record.path("reason").asText()).isEqualTo("a new name");
            assertThat(record.path("details").path("outcome").asText()).isEqualTo(Intents.UNKNOWN);
            assertThat(record.path("before").path("name").asText()).isEqualTo("Old");
        });
        assertThat(core.accounting().changes().check().path("sound").asBoolean())
                .isTrue();
    }

    /** The same database, as the next start finds it. */
    private Intents afterwards() {
        Surroundings system = Surroundings.ofSystem();
        Clock later = Clock.offset(system.clock(), Intents.OPEN.plus(Duration.ofSeconds(1)));
        return new AccountRooms(
                        core.jdbi(),
                        core.keys(),
                        core.accounts(),
                        new Surroundings(later, system.ids(), system.random()))
                .intents();
    }

    @Test
    void the_record_and_the_end_of_the_intent_are_one() {
        long intent = intents.begin(LI, deed(), null);
        AuditLog.Deed broken = new AuditLog.Deed("putSite", "\u0000", null, null, Map.of(), null);

        assertThat(catchThrowable(() -> intents.keep(intent, LI, List.of(deed(), broken))))
                .as("PostgreSQL takes no NUL")
                .isNotNull();
        assertThat(open())
                .as("nothing of it was kept, and it is still announced")
                .isEqualTo(1);
        assertThat(records()).isEmpty();

        intents.keep(intent, LI, List.of(deed()));
        assertThat(open()).isZero();
        assertThat(records())
                .singleElement()
                .satisfies(record -> assertThat(record.has("before")).isFalse());
        afterwards().settle();
        assertThat(records()).hasSize(1);
    }

    @Test
    void what_was_refused_leaves_nothing() {
        intents.forget(intents.begin(LI, deed(), null));

        afterwards().settle();

        assertThat(open()).isZero();
        assertThat(records()).isEmpty();
    }
}
