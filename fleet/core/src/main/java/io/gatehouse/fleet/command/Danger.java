package io.gatehouse.fleet.command;

import io.gatehouse.protocol.command.CommandType;

/**
 * What nobody does alone: to open several doors at once, and to restart so many devices that a site could stand still. One
 * device in front of somebody's eyes is no job, and is done at once.
 */
public final class Danger {

    /** More restarts than this at once need a second person. */
    public static final int RESTARTS = 5;

    private Danger() {}

    public static boolean needsSecond(CommandType type, int devices) {
        return switch (type) {
            case UNLOCK_DOOR -> devices > 1;
            case REBOOT -> devices > RESTARTS;
            default -> false;
        };
    }
}
