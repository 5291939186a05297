package io.gatehouse.fleet.twin;

/** What of the registry a twin reads. */
final class TwinColumns {

    /** Which profile the registry names for a device. */
    static final String PROFILE = "null::text";

    private TwinColumns() {}
}
