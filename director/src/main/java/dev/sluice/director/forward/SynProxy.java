package dev.sluice.director.forward;

import dev.sluice.director.limit.CookieSecrets;
import dev.sluice.director.limit.SynCookies;
import dev.sluice.director.limit.SynProxySwitch;
import dev.sluice.director.limit.SynSecret;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.packet.SynOptions;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.TcpOptions;
import dev.sluice.director.packet.TcpSegment;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.measure.Counter;
import dev.sluice.measure.CounterRow;
import dev.sluice.model.ClientAddressMode;
import dev.sluice.model.SynProxyMode;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/**
 * Does the handshake with clients before there is a session, so that SYNs cost no memory: answers
 * each in its own frame with a cookie, and believes an acknowledgement that brings one back.
 *
 * <pre>
 *  client                    director                     server
 *    │ SYN seq=C                │
 *    │─────────────────────────▶│
 *    │ SYN-ACK seq=cookie win=0 │
 *    │◀─────────────────────────│
 *    │ ACK ack=cookie+1         │ SYN seq=C                   │
 *    │─────────────────────────▶│────────────────────────────▶│
 *    │                          │ SYN-ACK seq=S               │
 *    │                          │◀────────────────────────────│
 *    │ ACK win=W                │ ACK ack=S+1                 │
 *    │◀─────────────────────────│────────────────────────────▶│    see {@link ServerHandshake}
 * </pre>
 *
 * The window of 0 keeps the client from sending before there is somebody to send to; what it sends
 * all the same is dropped, and comes again.
 */
final class SynProxy {
    /** The scale of windows that cookies promise; most servers have it. */
    static final int SCALE = 7;

    private static final int REFUSED = TcpHeader.SYN | TcpHeader.RST;

    private final Workbench bench;
    private final Answer answer;
    private SynCookies cookies;

    private int cookie;
    private int firstByte;

    SynProxy(Workbench bench, Answer answer) {
        this.bench = bench;
        this.answer = answer;
        var random = new SplittableRandom(bench.options.seed());
        this.cookies = new SynCookies(CookieSecrets.own(SynSecret.random(random)));
    }

    /** Makes and takes cookies by other secrets from now on. */
    void use(CookieSecrets secrets) {
        cookies = new SynCookies(secrets);
    }

    /** Whether SYNs to a listener are answered here now. */
    boolean answers(ForwardedListener listener) {
        SynProxyMode mode = listener.synProxy();
        return mode == SynProxyMode.ON
                || (mode == SynProxyMode.AUTO && listener.live().synProxy().isOn(bench.nowMs));
    }

    /** Turns a client's SYN into the answer. */
    void answer(int i, ForwardedListener listener) {
        Batch batch = bench.batch;
        Parsed parsed = bench.parsed;
        MemorySegment memory = batch.memory();
        long frame = batch.frame(i);
        long ip = frame + parsed.of(i).ip;
        long tcp = frame + parsed.of(i).payload;
        int sequence = TcpHeader.sequence(memory, tcp);
        int offered = SynOptions.read(memory, tcp, TcpHeader.headerLength(memory, tcp));
        int bits = SynOptions.cookieBits(offered);
        int options =
                SynOptions.write(
                        memory,
                        TcpSegment.options(ip, parsed.of(i).ipv4),
                        promised(i, listener, offered));
        int length =
                TcpSegment.write(
                        memory,
                        ip,
                        /* sourceHigh= */ parsed.of(i).destinationHigh,
                        /* sourceLow= */ parsed.of(i).destinationLow,
                        /* destinationHigh= */ parsed.of(i).sourceHigh,
                        /* destinationLow= */ parsed.of(i).sourceLow,
                        /* sourcePort= */ parsed.of(i).destinationPort,
                        /* destinationPort= */ parsed.of(i).sourcePort,
                        made(i, sequence, bits),
                        sequence + 1,
                        TcpHeader.SYN | TcpHeader.ACK,
                        0,
                        options,
                        0);
        batch.resize(i, frame, parsed.of(i).ip + length);
        answer.back(i);
        listener.live().synProxy().cookieSent();
        row(listener).increment(Counter.LISTENER_SYN_COOKIES);
    }

    private CounterRow row(ForwardedListener listener) {
        return listener.live().counters(bench.options.worker());
    }

    /** What is promised in a server's name: what was offered, segments that fit, a scale. */
    private int promised(int i, ForwardedListener listener, int offered) {
        boolean ipv4 = bench.parsed.of(i).ipv4;
        int headers = (ipv4 ? Ipv4Header.LENGTH : Ipv6Header.LENGTH) + TcpHeader.LENGTH;
        if (listener.stream().clientAddress() == ClientAddressMode.OPTION) {
            headers += ipv4 ? TcpOptions.CLIENT_IPV4_LENGTH : TcpOptions.CLIENT_IPV6_LENGTH;
        }
        boolean scales = SynOptions.scale(offered) != SynOptions.NO_SCALE;
        return SynOptions.of(
                bench.hops.mtu(bench.batch.port(i)) - headers,
                scales ? SCALE : SynOptions.NO_SCALE,
                SynOptions.sack(offered));
    }

    private int made(int i, int sequence, int bits) {
        Parsed parsed = bench.parsed;
        return cookies.make(
                parsed.of(i).sourceHigh,
                parsed.of(i).sourceLow,
                parsed.of(i).destinationHigh,
                parsed.of(i).destinationLow,
                SynCookies.ports(parsed.of(i).sourcePort, parsed.of(i).destinationPort),
                sequence,
                bits,
                bench.nowMs);
    }

    /**
     * Whether a segment that belongs to no session finishes a handshake that was begun here.
     *
     * @return {@link Drop#NONE} if it does; then {@link #cookie} and {@link #firstByte} are its own
     */
    Drop check(int i, ForwardedListener listener) {
        if (!mayHaveSent(listener)
                || (bench.parsed.of(i).tcpFlags & (REFUSED | TcpHeader.ACK)) != TcpHeader.ACK) {
            return Drop.NO_SESSION;
        }
        MemorySegment memory = bench.batch.memory();
        long tcp = bench.batch.frame(i) + bench.parsed.of(i).payload;
        cookie = TcpHeader.acknowledgement(memory, tcp) - 1;
        firstByte = TcpHeader.sequence(memory, tcp);
        // A client that asks whether the window is still 0 does so from one number before.
        if (!isMade(i, firstByte - 1)) {
            firstByte++;
        }
        if (isMade(i, firstByte - 1)) {
            listener.live().synProxy().cookieHeld();
            row(listener).increment(Counter.LISTENER_SYN_COOKIES_HELD);
            return Drop.NONE;
        }
        return Drop.BAD_COOKIE;
    }

    private boolean isMade(int i, int sequence) {
        Parsed parsed = bench.parsed;
        int bits =
                cookies.check(
                        parsed.of(i).sourceHigh,
                        parsed.of(i).sourceLow,
                        parsed.of(i).destinationHigh,
                        parsed.of(i).destinationLow,
                        SynCookies.ports(parsed.of(i).sourcePort, parsed.of(i).destinationPort),
                        sequence,
                        cookie,
                        bench.nowMs);
        return bits != SynCookies.NONE;
    }

    private boolean mayHaveSent(ForwardedListener listener) {
        SynProxyMode mode = listener.synProxy();
        SynProxySwitch automatic = listener.live().synProxy();
        return mode == SynProxyMode.ON
                || (mode == SynProxyMode.AUTO
                        && (cookies.isShared()
                                || automatic.wasOn(bench.nowMs, SynCookies.LONGEST_MS)));
    }

    /** The cookie that came back. */
    int cookie() {
        return cookie;
    }

    /** The sequence number of the first byte of the client that brought it. */
    int firstByte() {
        return firstByte;
    }
}
