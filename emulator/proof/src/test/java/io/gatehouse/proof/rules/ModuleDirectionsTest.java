package io.gatehouse.proof.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;

/** The directions between modules; each module keeps the finer rules itself. */
class ModuleDirectionsTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.gatehouse");

    @Test
    void gateway_fleet_and_emulator_meet_on_the_wire_only() {
        never("io.gatehouse.gateway..", "io.gatehouse.fleet..", "io.gatehouse.emulator..", "io.gatehouse.cli..");
        never("io.gatehouse.fleet..", "io.gatehouse.gateway..", "io.gatehouse.emulator..", "io.gatehouse.cli..");
        never(
                "io.gatehouse.emulator..",
                "io.gatehouse.gateway..",
                "io.gatehouse.fleet..",
                "io.gatehouse.broker..",
                "io.gatehouse.cli..");
        never("io.gatehouse.cli..", "io.gatehouse.gateway..", "io.gatehouse.fleet..", "io.gatehouse.emulator..");
    }

    @Test
    void what_is_said_on_the_wire_depends_on_nothing_but_jackson() {
        noClasses()
                .that()
                .resideInAPackage("io.gatehouse.protocol..")
                .and()
                .resideOutsideOfPackage("io.gatehouse.protocol.profile..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.gatehouse.protocol..", "java..", "javax.crypto..", "com.fasterxml..", "org.jspecify..")
                .because("messages are shared by everyone: put I/O, clocks and drivers into the server that needs them")
                .check(CLASSES);
    }

    /** A profile is a file that people write: a fault in it is told with its line, which Jackson does not know. */
    @Test
    void profiles_know_a_reader_of_yaml_and_nothing_else_more() {
        noClasses()
                .that()
                .resideInAPackage("io.gatehouse.protocol.profile..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.gatehouse.protocol..",
                        "java..",
                        "com.fasterxml..",
                        "org.jspecify..",
                        "org.yaml.snakeyaml..")
                .check(CLASSES);
    }

    @Test
    void the_broker_and_the_launch_room_know_nothing_of_gatehouse_messages() {
        never("io.gatehouse.broker..", "io.gatehouse.protocol..", "io.gatehouse.gateway..", "io.gatehouse.fleet..");
        never("io.gatehouse.launch..", "io.gatehouse.protocol..", "io.gatehouse.gateway..", "io.gatehouse.fleet..");
    }

    @Test
    void certificates_are_judged_in_one_room_and_never_waved_through() {
        never("io.gatehouse.identity..", "io.gatehouse.gateway..", "io.gatehouse.fleet..");
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gatehouse.identity..")
                .should()
                .beAssignableTo(TrustManager.class)
                .because("who is trusted stands in device-protocols/identity")
                .check(CLASSES);
        noClasses()
                .should()
                .callMethodWhere(JavaCall.Predicates.target(HasName.Predicates.name("setTrustAll")))
                .because("a connection that trusts everybody is not encrypted")
                .check(CLASSES);
    }

    @Test
    void the_library_for_traces_stays_in_its_room_and_the_room_knows_neither_server() {
        never("io.gatehouse.traces..", "io.gatehouse.gateway..", "io.gatehouse.fleet..", "io.gatehouse.emulator..");
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gatehouse.traces..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .because("a server that tells nothing must not load it: everybody else speaks through Traces")
                .check(CLASSES);
    }

    @Test
    void nobody_depends_on_the_demo() {
        never(
                "io.gatehouse.(gateway|fleet|emulator|cli|broker|protocol|launch|identity|access|door|patrol|traces)..",
                "io.gatehouse.demo..");
    }

    private static void never(String from, String... to) {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to)
                .because("these parts meet on the wire: add a message to device-protocols/messages instead");
        rule.check(CLASSES);
    }
}
