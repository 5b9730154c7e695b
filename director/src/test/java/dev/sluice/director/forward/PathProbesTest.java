package dev.sluice.director.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.balance.StableHash;
import dev.sluice.director.Written;
import dev.sluice.director.packet.Batch;
import dev.sluice.director.packet.Drop;
import dev.sluice.director.packet.EthernetHeader;
import dev.sluice.director.packet.Ipv4Header;
import dev.sluice.director.packet.TcpHeader;
import dev.sluice.director.packet.TcpSegment;
import dev.sluice.director.packet.Tunnel;
import dev.sluice.director.packet.UdpHeader;
import dev.sluice.director.session.SessionSlab;
import dev.sluice.director.table.ForwardedListener;
import dev.sluice.director.table.ForwardingTable;
import dev.sluice.director.table.NextHops;
import dev.sluice.director.table.TableBuilder;
import dev.sluice.director.table.TargetServers;
import dev.sluice.measure.Measure;
import dev.sluice.model.Forwarding;
import dev.sluice.model.Protocol;
import dev.sluice.model.TunnelKind;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PathProbesTest {
    private static final String SERVER = "10.91.2.2";
    private static final long OWN_MAC = 0x0200_0000_0001L;
    private static final long SERVER_MAC = 0x0200_0000_0002L;
    private static final int CHUNK = 2048;
    private static final int ETHERNET = EthernetHeader.LENGTH;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory = arena.allocate(64 * CHUNK, CHUNK);
    private final List<PathProbe.Answer> answers = new ArrayList<>();
    private final Forwarder forwarder =
            new Forwarder(ForwarderOptions.alone(1), SessionSlab.anonymous(1024), 1_000);
    private final Batch batch = new Batch(memory, CHUNK, this::spare);
    private long chunks;

    @AfterEach
    void close() {
        forwarder.close();
        arena.close();
    }

    private long spare() {
        return chunks++ % 64 * CHUNK;
    }

    @Test
    void by_route_a_probe_is_a_syn_to_the_virtual_address_at_the_servers_mac() {
        ask(Forwarding.ROUTE, TunnelKind.IPIP);

        assertThat(batch.outcome(0)).isEqualTo(Batch.TRANSMIT);
        assertThat(EthernetHeader.destination(memory, batch.frame(0))).isEqualTo(SERVER_MAC);
        assertThat(EthernetHeader.source(memory, batch.frame(0))).isEqualTo(OWN_MAC);
        isSegment(batch.frame(0) + ETHERNET, TcpHeader.SYN);
    }

    @Test
    void by_ipip_it_is_wrapped_for_the_server() {
        ask(Forwarding.TUNNEL, TunnelKind.IPIP);

        long outer = batch.frame(0) + ETHERNET;
        assertThat(Ipv4Header.protocol(memory, outer)).isEqualTo(4);
        assertThat(Ipv4Header.destination(memory, outer)).isEqualTo((int) low(SERVER));
        isSegment(outer + Ipv4Header.LENGTH, TcpHeader.SYN);
    }

    @Test
    void by_gue_too() {
        ask(Forwarding.TUNNEL, TunnelKind.GUE);

        long outer = batch.frame(0) + ETHERNET;
        assertThat(Ipv4Header.protocol(memory, outer)).isEqualTo(17);
        assertThat(UdpHeader.destinationPort(memory, outer + Ipv4Header.LENGTH))
                .isEqualTo(Tunnel.GUE_PORT);
        isSegment(outer + Ipv4Header.LENGTH + UdpHeader.LENGTH, TcpHeader.SYN);
    }

    @Test
    void a_syn_ack_is_an_answer_and_is_reset_on_the_same_way() {
        long syn = ask(Forwarding.ROUTE, TunnelKind.IPIP) + Ipv4Header.LENGTH;
        int port = TcpHeader.sourcePort(memory, syn);
        int sequence = TcpHeader.sequence(memory, syn);

        answer(port, sequence + 1, TcpHeader.SYN | TcpHeader.ACK);

        assertThat(answers).containsExactly(PathProbe.Answer.ACCEPTED);
        assertThat(batch.outcome(0)).isEqualTo(Batch.TRANSMIT);
        assertThat(EthernetHeader.destination(memory, batch.frame(0))).isEqualTo(SERVER_MAC);
        long reset = isSegment(batch.frame(0) + ETHERNET, TcpHeader.RST);
        assertThat(TcpHeader.sequence(memory, reset)).isEqualTo(sequence + 1);
        assertThat(TcpHeader.sourcePort(memory, reset)).isEqualTo(port);
    }

    @Test
    void a_reset_is_a_refusal() {
        long syn = ask(Forwarding.ROUTE, TunnelKind.IPIP) + Ipv4Header.LENGTH;

        answer(
                TcpHeader.sourcePort(memory, syn),
                TcpHeader.sequence(memory, syn) + 1,
                TcpHeader.RST | TcpHeader.ACK);

        assertThat(answers).containsExactly(PathProbe.Answer.REFUSED);
        assertThat(batch.outcome(0)).isEqualTo(Batch.DROP);
        assertThat(batch.reason(0)).isEqualTo(Drop.NONE);
    }

    @Test
    void what_was_not_asked_for_is_no_answer() {
        long syn = ask(Forwarding.ROUTE, TunnelKind.IPIP) + Ipv4Header.LENGTH;
        int port = TcpHeader.sourcePort(memory, syn);
        int sequence = TcpHeader.sequence(memory, syn);

        answer(port, sequence, TcpHeader.SYN | TcpHeader.ACK);
        answer(port + 1, sequence + 1, TcpHeader.SYN | TcpHeader.ACK);
        answer(port, sequence + 1, TcpHeader.SYN);

        assertThat(answers).isEmpty();
        assertThat(batch.reason(0)).isEqualTo(Drop.NO_SESSION);
        answer(port, sequence + 1, TcpHeader.SYN | TcpHeader.ACK);
        answer(port, sequence + 1, TcpHeader.SYN | TcpHeader.ACK);
        assertThat(answers).containsExactly(PathProbe.Answer.ACCEPTED);
    }

    @Test
    void without_a_way_nothing_is_sent() {
        ForwardedListener listener = use(Forwarding.ROUTE, TunnelKind.IPIP);
        forwarder.use(NextHops.EMPTY);

        ask(listener);

        assertThat(answers).containsExactly(PathProbe.Answer.UNSENT);
        assertThat(batch.outcome(0)).isEqualTo(Batch.DROP);
    }

    /** Sends a probe; where its IP header lies. */
    private long ask(Forwarding method, TunnelKind kind) {
        ask(use(method, kind));
        assertThat(batch.size()).isEqualTo(1);
        return batch.frame(0) + ETHERNET;
    }

    private void ask(ForwardedListener listener) {
        TargetServers target = Objects.requireNonNull(listener.target());
        forwarder.ask(List.of(new PathProbe(listener, target.server(0), answers::add)));
        batch.clear();
        forwarder.forward(batch, 1_001);
    }

    private ForwardedListener use(Forwarding method, TunnelKind kind) {
        Written written =
                new Written().servers(SERVER).listener(Written.VIRTUAL, Protocol.TCP, method, kind);
        ForwardingTable table =
                new TableBuilder(_ -> Optional.empty(), () -> 1_000, 1, 1, new Measure())
                        .build(written.config(), Written.DIRECTOR, ForwardingTable.EMPTY);
        forwarder.use(table);
        forwarder.use(
                new NextHops(
                        List.of(new NextHops.Route(0, low("10.91.2.0"), 120, 0, 0, 0)),
                        List.of(new NextHops.Hop(0, low(SERVER), 0, SERVER_MAC)),
                        List.of(new NextHops.Link(OWN_MAC, 1500))));
        return table.listeners().getFirst();
    }

    private void answer(int localPort, int acknowledgement, int flags) {
        long frame = spare() + Batch.HEADROOM_BYTES;
        EthernetHeader.putDestination(memory, frame, OWN_MAC);
        EthernetHeader.putSource(memory, frame, SERVER_MAC);
        EthernetHeader.putType(memory, frame, EthernetHeader.TYPE_IPV4);
        int length =
                TcpSegment.write(
                        memory,
                        frame + ETHERNET,
                        0,
                        low(Written.VIRTUAL),
                        0,
                        low("198.18.1.0"),
                        Written.PORT,
                        localPort,
                        77,
                        acknowledgement,
                        flags,
                        1000,
                        0,
                        0);
        batch.clear();
        batch.add(frame, ETHERNET + length, 0);
        forwarder.forward(batch, 1_002);
    }

    /** Whether a segment goes from a local address to the virtual one; where TCP begins. */
    private long isSegment(long ip, int flags) {
        assertThat(Ipv4Header.checksumHolds(memory, ip, Ipv4Header.LENGTH)).isTrue();
        assertThat(Ipv4Header.source(memory, ip)).isEqualTo((int) low("198.18.1.0"));
        assertThat(Ipv4Header.destination(memory, ip)).isEqualTo((int) low(Written.VIRTUAL));
        long tcp = ip + Ipv4Header.LENGTH;
        assertThat(TcpHeader.destinationPort(memory, tcp)).isEqualTo(Written.PORT);
        assertThat(TcpHeader.flags(memory, tcp)).isEqualTo(flags);
        return tcp;
    }

    private static long low(String address) {
        return StableHash.lowOf(InetAddress.ofLiteral(address).getAddress());
    }
}
