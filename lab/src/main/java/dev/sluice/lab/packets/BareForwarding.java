package dev.sluice.lab.packets;

import static dev.sluice.lab.packets.BareProgram.KEY_BYTES;
import static dev.sluice.lab.packets.BareProgram.VALUE_BYTES;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.linux.bpf.BpfLink;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.BpfProgram;
import dev.sluice.linux.bpf.MapShape;
import dev.sluice.linux.bpf.XdpMode;
import dev.sluice.linux.netlink.Link;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A {@link BareProgram} in the middle, whose map has all flows of the generator from the beginning:
 * what XDP can do here at most. Datagrams go as under fullnat, by addresses that nobody has.
 */
final class BareForwarding implements Contender {
    /** The first local address: 198.18.1.1. */
    private static final int LOCAL = 0xC612_0101;

    private static final int PORTS_PER_ADDRESS = 60_000;
    private static final int FIRST_PORT = 1024;
    private static final int ADDRESSES_BYTES = 8;

    /** One less of the first byte of a word. */
    private static final int TTL_CHANGE = 0xFFFF - 0x100;

    @Override
    public String name() {
        return Contenders.BARE;
    }

    @Override
    public String word() {
        return "bare";
    }

    @Override
    public Optional<String> cannot(PacketLoad load) {
        return load.flows() > 0 ? Optional.empty() : Optional.of("datagrams to the backend alone");
    }

    @Override
    public Standing start(PacketBed bed, PacketLoad load) throws LabFailure {
        BpfMap flows =
                BpfMap.create("bare", MapShape.fullHash(KEY_BYTES, VALUE_BYTES, load.flows()));
        BpfMap out = BpfMap.create("bare_out", MapShape.devices(1));
        fill(flows, load.flows(), bed.back().mac(), PacketBed.end(bed.backend()).mac());
        Link front = bed.front();
        int back = bed.back().index();
        BpfProgram program = BpfProgram.xdp("bare", BareProgram.text(flows, out));
        return bed.middle()
                .call(() -> {
                    out.put(0, back);
                    BpfLink link = BpfLink.xdp(program, front.index(), XdpMode.NATIVE);
                    return new Attached(flows, out, program, link);
                });
    }

    private static void fill(BpfMap map, int flows, long fromMac, long toMac) {
        ByteBuffer key = ByteBuffer.allocate(KEY_BYTES);
        ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES);
        int virtual = address(PacketBed.VIRTUAL);
        int backend = address(PacketBed.BACKEND);
        for (int flow = 0; flow < flows; flow++) {
            key.clear().putInt(DatagramFlood.sourceAddress(flow)).putInt(virtual);
            ports(key, DatagramFlood.sourcePort(flow));
            value.clear().putInt(LOCAL + flow / PORTS_PER_ADDRESS).putInt(backend);
            ports(value, FIRST_PORT + flow % PORTS_PER_ADDRESS);
            int addresses = change(key, value, 0, ADDRESSES_BYTES);
            int ports = change(key, value, ADDRESSES_BYTES, KEY_BYTES);
            value.putShort(folded(addresses + TTL_CHANGE)).putShort(folded(addresses + ports));
            value.putShort((short) (toMac >>> 32)).putInt((int) toMac);
            value.putShort((short) (fromMac >>> 32)).putInt((int) fromMac);
            map.put(key.array(), value.array());
        }
    }

    private static int address(String literal) {
        return ByteBuffer.wrap(InetAddress.ofLiteral(literal).getAddress()).getInt();
    }

    private static void ports(ByteBuffer into, int source) {
        into.putShort((short) source).putShort((short) PacketBed.DATAGRAM_PORT);
    }

    /** What a sum of 16-bit words changes by, not folded: RFC 1624. */
    private static int change(ByteBuffer key, ByteBuffer value, int from, int to) {
        int sum = 0;
        for (int at = from; at < to; at += Short.BYTES) {
            sum += (~key.getShort(at) & 0xFFFF) + (value.getShort(at) & 0xFFFF);
        }
        return sum;
    }

    private static short folded(int sum) {
        int once = (sum & 0xFFFF) + (sum >>> 16);
        return (short) ((once & 0xFFFF) + (once >>> 16));
    }

    private record Attached(BpfMap flows, BpfMap out, BpfProgram program, BpfLink link)
            implements Standing {
        @Override
        public boolean learnsFlows() {
            return false;
        }

        @Override
        public void close() {
            link.close();
            program.close();
            out.close();
            flows.close();
        }
    }
}
