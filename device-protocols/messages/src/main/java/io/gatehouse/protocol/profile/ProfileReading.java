package io.gatehouse.protocol.profile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;

/** What came of reading a profile. */
public sealed interface ProfileReading {

    record Good(DeviceProfile profile) implements ProfileReading {}

    /** It is refused as a whole; at least one fault says where and why. */
    record Bad(List<ProfileFault> faults) implements ProfileReading {
        public Bad {
            faults = List.copyOf(faults);
        }
    }

    /** Reads a YAML text (JSON is YAML too); at most 64 KiB. */
    static ProfileReading of(String yaml) {
        ProfileText text = ProfileText.read(yaml);
        return text.faults().isEmpty() ? new ProfileReader(text).read() : new Bad(text.faults());
    }

    /** Reads what is JSON already; its faults have no lines. */
    static ProfileReading of(JsonNode json) {
        return new ProfileReader(ProfileText.of(json)).read();
    }

    default <R> R fold(Function<DeviceProfile, R> good, Function<List<ProfileFault>, R> bad) {
        return this instanceof Good one ? good.apply(one.profile()) : bad.apply(((Bad) this).faults());
    }
}
