package io.gatehouse.fleet.link;

import io.gatehouse.identity.PeerCertificate;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.sitebook.SignedRevocation;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import io.gatehouse.protocol.uplink.SiteBookState;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.protocol.uplink.UplinkPulse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the link needs of the fleet's memory. Every method may block and is called on the link's workers. */
public interface Records {

    /** Whether the secret is the gateway's; false also for a gateway that nobody knows. */
    boolean admits(GatewayId gateway, String secret);

    /** Whether certificates of the identity still count; false also for one that nobody knows. */
    boolean admits(PeerCertificate shown);

    /**
     * Writes what is new of the batch, commits, and says what is held then.
     *
     * @param boot who sends it, or nothing from a gateway that does not say
     */
    UplinkAck take(UplinkBatch batch, @Nullable String boot);

    /** What is held of every log that the gateway named, or that another has the word; also notes that it has arrived. */
    List<UplinkAck> greet(GatewayHello hello);

    /** The site book that the gateway should have; nothing when none was compiled yet. */
    Optional<SiteBookNotice> siteBook(GatewayId gateway);

    /** Revocations that the gateway has not confirmed, oldest first. */
    List<SignedRevocation> revocations(GatewayId gateway);

    /** Another number than before when anything was revoked since; cheap. */
    long revocationMark();

    /** What gateways that are there have not confirmed, oldest first. */
    List<Owed> owed();

    /** One revocation that one gateway has not confirmed. */
    record Owed(GatewayId gateway, long seq, SignedRevocation revocation) {}

    /** Notes how the gateway stands with its book, if the boot that says so has the word. */
    void note(SiteBookState state);

    /** Commands that the gateway has not taken and whose time is not over, oldest first. */
    List<CommandOrder> waitingCommands(GatewayId gateway);

    /** Notes how the gateway is, if the boot that says so has the word, and says whether it has. */
    UplinkPulse note(GatewayHeartbeat heartbeat);
}
