package io.gatehouse.gateway.desk;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.protocol.DeviceId;

/** Which door a device speaks of. */
public final class WhichDoor {

    private WhichDoor() {}

    /** The door that is named, else that of the access point, else the one that the device moves or reads at. */
    public static int of(AccessBook book, DeviceId device, String door, String accessPoint) {
        int byName = book.doorNumber(door);
        if (byName != AccessBook.NOTHING) {
            return byName;
        }
        int point = book.pointOf(device, accessPoint.isEmpty() ? null : accessPoint);
        if (point != AccessBook.NOTHING) {
            return book.point(point).door();
        }
        for (int number = 0; number < book.doors(); number++) {
            if (device.equals(book.door(number).door().lock())) {
                return number;
            }
        }
        return AccessBook.NOTHING;
    }
}
