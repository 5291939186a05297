package io.gatehouse.gateway.ingress.coap;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.Ids;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.Topic.Channel;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.server.resources.Resource;
import org.jspecify.annotations.Nullable;

/** The resources {@code /gh/v1/{deviceId}/{channel}}, made when they are asked for. Safe from Californium's threads. */
final class DeviceTree {

    private static final int MOST = 20_000;

    private final CoapIngress.Rooms rooms;
    private final Map<DeviceId, Node> nodes = new ConcurrentHashMap<>();

    DeviceTree(CoapIngress.Rooms rooms) {
        this.rooms = rooms;
    }

    /** One device's folder. */
    private static final class Node extends CoapResource {

        private final Map<Channel, ChannelResource> channels = new EnumMap<>(Channel.class);

        Node(DeviceId device, CoapIngress.Rooms rooms) {
            super(device.value());
            for (Channel channel : Channel.values()) {
                ChannelResource resource = channel == Channel.CMD
                        ? new CommandResource(device, rooms)
                        : new ChannelResource(device, channel, rooms);
                channels.put(channel, resource);
                add((Resource) resource);
            }
            add((Resource) new FirmwareResource(device, rooms));
        }

        CommandResource commands() {
            return (CommandResource) Objects.requireNonNull(channels.get(Channel.CMD));
        }
    }

    /** Any well-formed name has a folder, so that a stranger is told 4.01 and learns nothing of who exists. */
    @Nullable
    Resource of(String name) {
        if (!Ids.isValid(name)) {
            return null;
        }
        DeviceId device = new DeviceId(name);
        Node node = nodes.get(device);
        if (node != null) {
            return node;
        }
        if (nodes.size() >= MOST) {
            nodes.clear();
        }
        return nodes.computeIfAbsent(device, d -> new Node(d, rooms));
    }

    /** Whether anybody watches the device's commands; if so they are told. */
    boolean tell(DeviceId device, DeviceCommand command) {
        Node node = nodes.get(device);
        return node != null && node.commands().tell(command);
    }
}
