package dev.sluice.director.forward;

import dev.sluice.director.packet.Checksum;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.Ipv6Extensions;
import dev.sluice.director.packet.Ipv6Header;
import dev.sluice.director.packet.Wire;
import java.lang.foreign.MemorySegment;

/** What a fragment says of itself, of either IP version. Used again for every one. */
final class FragmentFields {
    private boolean ipv4;

    /** The IPv4 header, or the fragment header of IPv6. */
    private long header;

    private int identification;
    private int from;
    private int bytes;
    private boolean more;
    private int hops;

    /** Reads a frame that was found to be a fragment, whose headers lie within it. */
    void read(Workbench bench, int i) {
        MemorySegment memory = bench.batch.memory();
        long frame = bench.batch.frame(i);
        long ip = frame + bench.parsed.of(i).ip;
        long end = frame + bench.parsed.of(i).end;
        ipv4 = bench.parsed.of(i).ipv4;
        if (ipv4) {
            header = ip;
            identification = Ipv4Header.identification(memory, ip);
            from = Ipv4Header.fragmentOffset(memory, ip);
            more = Ipv4Header.moreFragments(memory, ip);
            bytes = bench.parsed.of(i).end - bench.parsed.of(i).payload;
            hops = Ipv4Header.ttl(memory, ip);
        } else {
            header = ip + Ipv6Extensions.fragmentOffset(Ipv6Extensions.walk(memory, ip, end));
            identification = Ipv6Extensions.identification(memory, header);
            from = Ipv6Extensions.dataOffset(memory, header);
            more = Ipv6Extensions.moreFragments(memory, header);
            bytes = (int) (end - header) - Ipv6Extensions.FRAGMENT_LENGTH;
            hops = Ipv6Header.hopLimit(memory, ip);
        }
    }

    int identification() {
        return identification;
    }

    /** Where its data belongs in the packet. */
    int from() {
        return from;
    }

    /** How much data it carries. */
    int bytes() {
        return bytes;
    }

    /** Whether others follow behind it. */
    boolean more() {
        return more;
    }

    /** Time to live, or hop limit. */
    int hops() {
        return hops;
    }

    /** Whether it is all of a packet (RFC 6946). */
    boolean isWhole() {
        return from == 0 && !more;
    }

    /** Gives it another identification, in the frame that it was read from. */
    void relabel(MemorySegment memory, int label) {
        if (!ipv4) {
            Wire.put32(memory, header + 4, label);
            return;
        }
        int now = label & 0xFFFF;
        int checksum = Ipv4Header.checksum(memory, header);
        int was = Ipv4Header.identification(memory, header);
        Ipv4Header.putIdentification(memory, header, now);
        Ipv4Header.putChecksum(memory, header, Checksum.update16(checksum, was, now));
    }
}
