package io.gatehouse.fleet.intake;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.LogId;
import java.util.Set;

/** Hears of what was committed; called on the intake's thread after the commit, must be quick. */
public interface IntakeListener {

    /** Events {@code first} to {@code last} of the log may be read now (not all of them need be new). */
    void onEvents(GatewayId gateway, LogId log, long first, long last);

    /** These commands got further. */
    void onCommands(Set<String> commandIds);

    /** Something that the overview counts has changed. */
    void onProblems();
}
