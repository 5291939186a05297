package io.gatehouse.fleet.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which room of the core may know which. */
@AnalyzeClasses(packages = "io.gatehouse.fleet", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

    @ArchTest
    static final ArchRule rooms_have_no_cycles =
            slices().matching("io.gatehouse.fleet.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_series_engine_is_in_one_room = noClasses()
            .that()
            .resideOutsideOfPackage("io.gatehouse.fleet.telemetry..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.duckdb..")
            .because("everything else speaks through SeriesStore");

    @ArchTest
    static final ArchRule the_client_of_influxdb_is_in_one_room = noClasses()
            .that()
            .resideOutsideOfPackage("io.gatehouse.fleet.telemetry.influx..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.influxdb..", "okhttp3..")
            .because("everything else speaks through SeriesStore");

    @ArchTest
    static final ArchRule only_what_if_asks_the_doors_engine = noClasses()
            .that()
            .resideOutsideOfPackage("io.gatehouse.fleet.whatif..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.gatehouse.access..", "io.gatehouse.door..")
            .because("gateways decide; the fleet only says what they would");

    @ArchTest
    static final ArchRule the_core_is_plain_blocking_java = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "com.hivemq..")
            .because("the server decides on which thread it runs");
}
