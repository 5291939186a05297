package io.gatehouse.fleet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which room may know which. */
@AnalyzeClasses(packages = "io.gatehouse.fleet", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

    @ArchTest
    static final ArchRule the_web_has_no_sql = noClasses()
            .that()
            .resideInAPackage("io.gatehouse.fleet.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jdbi..", "org.postgresql..", "org.duckdb..", "javax.sql..")
            .because("what is asked of the database belongs into the core, with a name of its own");

    @ArchTest
    static final ArchRule the_mqtt_client_is_in_the_link_only = noClasses()
            .that()
            .resideOutsideOfPackage("io.gatehouse.fleet.link..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.hivemq..")
            .because("everything else speaks through Downlink and Upward");

    @ArchTest
    static final ArchRule the_link_and_the_web_do_not_know_each_other = noClasses()
            .that()
            .resideInAPackage("io.gatehouse.fleet.link..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.gatehouse.fleet.web..")
            .because("Fleet joins them");

    @ArchTest
    static final ArchRule the_core_has_no_vertx = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.gatehouse.fleet.store..",
                    "io.gatehouse.fleet.intake..",
                    "io.gatehouse.fleet.registry..",
                    "io.gatehouse.fleet.core..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx..")
            .because("the core is plain blocking Java");

    @ArchTest
    static final ArchRule rooms_have_no_cycles =
            slices().matching("io.gatehouse.fleet.(**)").should().beFreeOfCycles();
}
