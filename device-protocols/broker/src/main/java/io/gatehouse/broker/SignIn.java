package io.gatehouse.broker;

/** The answer to a {@link ConnectAttempt}. */
public sealed interface SignIn {

    /** @param identity who it is from now on */
    record Admitted(String identity) implements SignIn {}

    /** Wrong name or secret: CONNACK 0x86, under 3.1.1 return code 4. */
    record Refused(String message) implements SignIn {}
}
