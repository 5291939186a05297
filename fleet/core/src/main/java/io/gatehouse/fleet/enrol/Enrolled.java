package io.gatehouse.fleet.enrol;

import io.gatehouse.identity.Identity;
import java.security.cert.X509Certificate;

/** What came of an attempt to enrol, to renew, or to draw a secret. */
public sealed interface Enrolled {

    /**
     * A certificate was issued.
     *
     * @param first it is the holder's first of its generation: its site's books are compiled anew
     */
    record Certified(Identity identity, X509Certificate certificate, boolean first) implements Enrolled {}

    /** A new pre-shared key and password, told this once; the one before stops working. */
    record Secret(Holder holder, String secret) implements Enrolled {
        @Override
        public String toString() {
            return "a secret for " + holder;
        }
    }

    /** Nothing was issued. */
    record Refused(Reason reason) implements Enrolled {}

    /** Why nothing was issued; the words are for whoever holds the token. */
    enum Reason {
        UNKNOWN("this claim token is not known"),
        USED("this claim token was used before"),
        EXPIRED("this claim token has ended; ask for another one"),
        REVOKED("this identity was taken back"),
        RETIRED("the authority that issued this certificate was retired; ask for a claim token"),
        GONE("there is no such device or gateway any more"),
        NOT_A_DEVICE("secrets are drawn for devices only");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }
}
