package io.gatehouse.gateway.device;

import io.gatehouse.identity.PeerCertificate;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which devices the site book in force knows, and what proves to be one of them. */
public interface KnownDevices {

    Optional<SiteBook.Device> find(DeviceId id);

    /** Whether the secret is the device's; in constant time for a device that exists. */
    boolean admits(DeviceId id, byte @Nullable [] secret);

    /** Whether the certificate's holder is a device of this site whose identity still counts, and its authority does. */
    boolean admits(PeerCertificate shown);
}
