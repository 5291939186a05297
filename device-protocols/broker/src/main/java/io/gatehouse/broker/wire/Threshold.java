package io.gatehouse.broker.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection's threshold. It cuts the stream into packets, lets the valid ones through one by one, and answers the
 * first other one and closes. After CONNECT it holds everything back until {@link #open}: a client need not wait for its
 * CONNACK (MQTT 5 §3.1.4). On the event loop.
 */
public final class Threshold extends ByteToMessageDecoder {

    private static final int CONNECT = 1;
    private static final int DISCONNECT = 14;
    /** Where the connect flags lie behind {@code MQTT} and the version. */
    private static final int FLAGS_AT = 7;

    private static final int CONNACK_HEADER = 0x20;
    private static final int DISCONNECT_HEADER = 0xE0;
    private static final int REFUSED_ID_3 = 2;
    /** Bytes that may wait for a slow reader before messages that need no acknowledgement are left out. */
    private static final long MAX_UNSENT_BYTES = 1 << 20;

    private final Front front;
    private final FrontLimits limits;
    private @Nullable ChannelHandlerContext context;
    private @Nullable PacketRules rules;
    private int version;
    private int unknownBytes;
    private boolean unnamed;
    private boolean held;
    private boolean closed;
    private boolean over;
    private @Nullable String fault;
    private long lastHeardNanos;

    Threshold(Front front, FrontLimits limits) {
        this.front = front;
        this.limits = limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        lastHeardNanos = System.nanoTime();
        var deadline = ctx.executor()
                .schedule(
                        () -> {
                            if (rules == null) {
                                ctx.channel().close();
                            }
                        },
                        limits.connectMillis(),
                        TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(gone -> {
            deadline.cancel(false);
            unknownBytes(0);
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        lastHeardNanos = System.nanoTime();
        super.channelRead(ctx, message);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (closed || over) {
            unheard(in);
            return;
        }
        if (held) {
            if (in.readableBytes() > limits.maxConnectBytes()) {
                ctx.channel().config().setAutoRead(false);
            }
            return;
        }
        try {
            int length = wholeLength(in);
            if (length > 0) {
                take(ctx, in, length, out);
            } else if (rules == null && !unknownBytes(in.readableBytes())) {
                throw PacketFault.silent("too many bytes of unknown clients");
            }
        } catch (PacketFault broken) {
            refuse(ctx, broken);
            in.skipBytes(in.readableBytes());
        }
    }

    private void take(ChannelHandlerContext ctx, ByteBuf in, int length, List<Object> out) throws PacketFault {
        int header = in.getUnsignedByte(in.readerIndex());
        int end = in.readerIndex() + length;
        int body = in.readerIndex() + 2;
        while (in.getByte(body - 1) < 0) {
            body++;
        }
        PacketRules open = rules;
        if (open != null) {
            open.check(header, in, body, end);
            // nothing may follow a goodbye (MQTT-3.14.4-2)
            over = header >> 4 == DISCONNECT;
            out.add(in.readRetainedSlice(length));
            return;
        }
        checkConnect(header, new Cursor(in, body, end));
        // the oldest version leaves these bits open; Netty's codec would refuse them
        in.setByte(in.readerIndex(), CONNECT << 4);
        if (unnamed && version == ConnectRules.VERSION_5) {
            // a new name has no session to go on with; vertx-mqtt would refuse it
            in.setByte(body + FLAGS_AT, in.getByte(body + FLAGS_AT) | ConnectRules.CLEAN);
        }
        unknownBytes(0);
        rules = new PacketRules(version, limits.maxTopicAlias());
        held = true;
        front.announce(this);
        try {
            ctx.fireChannelRead(in.readRetainedSlice(length));
        } finally {
            front.announce(null);
        }
    }

    /**
     * What comes behind the end of a connection goes no further: vertx-mqtt takes it for a packet before CONNECT and throws
     * on its event loop. It is counted once a connection; behind a fault it was counted already.
     */
    private void unheard(ByteBuf in) {
        if (!closed && in.isReadable()) {
            closed = true;
            front.unheard();
        }
        in.skipBytes(in.readableBytes());
    }

    private void checkConnect(int header, Cursor packet) throws PacketFault {
        if (header >> 4 != CONNECT) {
            throw PacketFault.silent("the first packet is no CONNECT");
        }
        try {
            version = ConnectRules.version(packet);
            if ((header & 0x0F) != 0 && version > ConnectRules.VERSION_31) {
                throw PacketFault.silent("reserved bits of the header are set");
            }
            unnamed = ConnectRules.check(packet, version);
        } catch (PacketFault broken) {
            throw version == 0 && broken.code() == PacketFault.MALFORMED ? broken.as(PacketFault.SILENT) : broken;
        }
    }

    /** The length of the packet that starts the buffer, or 0 when it is not whole yet. */
    private int wholeLength(ByteBuf in) throws PacketFault {
        int remaining = 0;
        int readable = in.readableBytes();
        for (int i = 1; i < readable; i++) {
            if (i > 4) {
                throw PacketFault.silent("a packet is longer than MQTT allows");
            }
            int octet = in.getUnsignedByte(in.readerIndex() + i);
            remaining |= (octet & 0x7F) << 7 * (i - 1);
            if (octet < 0x80) {
                int most = rules == null ? limits.maxConnectBytes() : limits.maxPacketBytes();
                if (remaining > most) {
                    throw rules == null
                            ? PacketFault.silent("a CONNECT is larger than " + most + " bytes")
                            : PacketFault.of(
                                    PacketFault.PACKET_TOO_LARGE, "a packet is larger than " + most + " bytes");
                }
                return readable >= 1 + i + remaining ? 1 + i + remaining : 0;
            }
        }
        return 0;
    }

    private boolean unknownBytes(int now) {
        boolean borne = front.bears(now - unknownBytes);
        unknownBytes = borne ? now : unknownBytes;
        return borne;
    }

    private void refuse(ChannelHandlerContext ctx, PacketFault broken) {
        closed = true;
        fault = broken.getMessage();
        front.fault();
        byte[] answer = rules == null ? refusal(broken.code()) : farewell(broken.code());
        if (answer.length == 0) {
            ctx.channel().close();
        } else {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(answer)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private byte[] refusal(int code) {
        if (code == PacketFault.OLD_VERSION_REFUSED) {
            return bytes(CONNACK_HEADER, 2, 0, code);
        }
        if (code == PacketFault.VERSION_NOT_SUPPORTED) {
            return bytes(CONNACK_HEADER, 3, 0, code, 0);
        }
        if (version == ConnectRules.VERSION_5) {
            return code == PacketFault.SILENT ? bytes() : bytes(CONNACK_HEADER, 3, 0, code, 0);
        }
        return code == PacketFault.CLIENT_ID_NOT_VALID ? bytes(CONNACK_HEADER, 2, 0, REFUSED_ID_3) : bytes();
    }

    private byte[] farewell(int code) {
        return version == ConnectRules.VERSION_5 && code != PacketFault.SILENT
                ? bytes(DISCONNECT_HEADER, 1, code)
                : bytes();
    }

    private static byte[] bytes(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return bytes;
    }

    /** What the client sent against the rules, if that is why the connection ends. */
    public @Nullable String fault() {
        return fault;
    }

    /** Whether the client left it to us to find a client id. */
    public boolean isUnnamed() {
        return unnamed;
    }

    /** The connection is ended, whoever ended it: nothing that is still on its way is let through. */
    public void end() {
        over = true;
    }

    /** Lets through what comes after CONNECT; what has come meanwhile comes at once. */
    public void open() {
        release();
    }

    /** Takes no more packets until {@link #release}: the client's own buffers fill up then. */
    public void hold() {
        held = true;
    }

    public void release() {
        if (held && !closed) {
            held = false;
            channel().config().setAutoRead(true);
            // not from inside the decoding of another packet
            ctx().executor().execute(this::goOn);
        }
    }

    private void goOn() {
        try {
            super.channelRead(ctx(), Unpooled.EMPTY_BUFFER);
            ctx().fireChannelReadComplete();
        } catch (Exception e) {
            ctx().fireExceptionCaught(e);
        }
    }

    /** Sends bytes that vertx-mqtt has no call for. */
    public void send(int... octets) {
        ctx().writeAndFlush(Unpooled.wrappedBuffer(bytes(octets)));
    }

    /** Whether the client reads so slowly that only what must arrive should be sent. */
    public boolean isClogged() {
        Channel channel = channel();
        return !channel.isWritable() && channel.bytesBeforeWritable() > MAX_UNSENT_BYTES;
    }

    /** When anything last came, by {@link System#nanoTime}. */
    public long lastHeardNanos() {
        return lastHeardNanos;
    }

    private Channel channel() {
        return ctx().channel();
    }

    private ChannelHandlerContext ctx() {
        ChannelHandlerContext now = context;
        if (now == null) {
            throw new IllegalStateException("not in a pipeline yet");
        }
        return now;
    }
}
