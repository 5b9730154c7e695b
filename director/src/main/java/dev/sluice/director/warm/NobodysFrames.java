package dev.sluice.director.warm;

import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.Wire;
import dev.sluice.director.table.Address;
import java.lang.foreign.MemorySegment;

/**
 * Writes what clients and servers that there are not would send: TCP or UDP with some bytes, and
 * with what real ones set. What no frame of these has, the compiler takes for what never happens.
 */
final class NobodysFrames {
    private static final int IP = EthernetHeader.LENGTH;
    private static final int PAYLOAD_BYTES = 46;
    private static final int TTL = 64;
    private static final int DONT_FRAGMENT = 0x4000;

    /** Nobody reads it, but there is one. */
    private static final int CHECKSUM = 0x1234;

    /** Of a SYN: MSS, SACK permitted, timestamps, window scale. */
    private static final int[] SYN_OPTIONS = {
        0x0204_05B4, 0x0402_080A, 0x0000_0001, 0x0000_0000, 0x0103_0307
    };

    /** Of any other segment: timestamps. */
    private static final int[] OPTIONS = {0x0101_080A, 0x0000_0002, 0x0000_0001};

    private static final int PORTS_TO_OPTIONS_BYTES = 20;

    private final MemorySegment memory;

    NobodysFrames(MemorySegment memory) {
        this.memory = memory;
    }

    static int length(boolean ipv6) {
        return IP + headerBytes(ipv6) + PAYLOAD_BYTES;
    }

    private static int headerBytes(boolean ipv6) {
        return ipv6 ? Ipv6Header.LENGTH : Ipv4Header.LENGTH;
    }

    /** What one of the clients says. */
    void ask(long at, boolean ipv6, int client, int port, boolean tcp, int tcpFlags) {
        int family = ipv6 ? 1 : 0;
        Address first = NobodysListeners.CLIENTS[family];
        Address virtual = NobodysListeners.VIRTUAL[family];
        EthernetHeader.putAddresses(
                memory, at, NobodysListeners.OWN_MAC[0], NobodysListeners.CLIENT_MAC);
        addresses(at, ipv6, first.high(), first.low() + client, virtual.high(), virtual.low());
        rest(at, ipv6, (1024 + client) << 16 | port, tcp, tcpFlags);
    }

    /** What the server answers to a frame that was sent to it. */
    void answer(long at, long sent, boolean ipv6, boolean tcp, int tcpFlags) {
        long ip = sent + IP;
        int ports = Wire.u32(memory, ip + headerBytes(ipv6));
        EthernetHeader.putAddresses(
                memory, at, NobodysListeners.OWN_MAC[1], NobodysListeners.SERVER_MAC);
        if (ipv6) {
            addresses(
                    at,
                    true,
                    Ipv6Header.destinationHigh(memory, ip),
                    Ipv6Header.destinationLow(memory, ip),
                    Ipv6Header.sourceHigh(memory, ip),
                    Ipv6Header.sourceLow(memory, ip));
        } else {
            addresses(at, false, 0, Wire.u32(memory, ip + 16), 0, Wire.u32(memory, ip + 12));
        }
        rest(at, ipv6, Integer.rotateLeft(ports, 16), tcp, tcpFlags);
    }

    /** An IPv4 address is the low half of the low number. */
    private void addresses(
            long at, boolean ipv6, long fromHigh, long fromLow, long toHigh, long toLow) {
        long ip = at + IP;
        if (ipv6) {
            EthernetHeader.putType(memory, at, EthernetHeader.TYPE_IPV6);
            Ipv6Header.write(
                    memory, ip, 0, 0, PAYLOAD_BYTES, 0, TTL, fromHigh, fromLow, toHigh, toLow);
        } else {
            EthernetHeader.putType(memory, at, EthernetHeader.TYPE_IPV4);
            memory.asSlice(ip, Ipv4Header.LENGTH).fill((byte) 0);
            Wire.put8(memory, ip, 0x45);
            Wire.put16(memory, ip + 2, Ipv4Header.LENGTH + PAYLOAD_BYTES);
            Ipv4Header.putTtl(memory, ip, TTL);
            Ipv4Header.putSource(memory, ip, (int) fromLow);
            Ipv4Header.putDestination(memory, ip, (int) toLow);
        }
    }

    private void rest(long at, boolean ipv6, int ports, boolean tcp, int tcpFlags) {
        long ip = at + IP;
        int protocol = tcp ? Ipv4Header.PROTOCOL_TCP : Ipv4Header.PROTOCOL_UDP;
        if (ipv6) {
            Ipv6Header.putNextHeader(memory, ip, protocol);
        } else {
            Ipv4Header.putProtocol(memory, ip, protocol);
            Wire.put16(memory, ip + 6, tcp ? DONT_FRAGMENT : 0);
            Ipv4Header.sign(memory, ip, Ipv4Header.LENGTH);
        }
        long header = ip + headerBytes(ipv6);
        memory.asSlice(header, PAYLOAD_BYTES).fill((byte) 0);
        Wire.put32(memory, header, ports);
        if (tcp) {
            segment(header, tcpFlags);
        } else {
            Wire.put16(memory, header + 4, PAYLOAD_BYTES);
            Wire.put16(memory, header + 6, CHECKSUM);
        }
    }

    private void segment(long header, int tcpFlags) {
        int[] options = (tcpFlags & TcpHeader.SYN) == 0 ? OPTIONS : SYN_OPTIONS;
        int words = PORTS_TO_OPTIONS_BYTES / Integer.BYTES + options.length;
        // What follows the first is not told again whose it is.
        Wire.put32(memory, header + 4, (tcpFlags & TcpHeader.PSH) == 0 ? 0 : PAYLOAD_BYTES);
        Wire.put8(memory, header + 12, words << 4);
        Wire.put8(memory, header + 13, tcpFlags);
        TcpHeader.putChecksum(memory, header, CHECKSUM);
        for (int i = 0; i < options.length; i++) {
            long at = header + PORTS_TO_OPTIONS_BYTES + (long) i * Integer.BYTES;
            Wire.put32(memory, at, options[i]);
        }
    }
}
