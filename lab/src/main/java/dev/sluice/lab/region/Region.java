package dev.sluice.lab.region;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A region as it shall be.
 *
 * <pre>
 *   client ── clients ── router ──┬── front ──┬── director-1… ──┬── back ──┬── backend-1…
 *                                 │           └── proxy-1…  ────┤          │
 *                                 └─────────────────────────────┴──────────┘
 *                              control-1 ── manage ── directors, proxies
 *                                             sync ── directors
 * </pre>
 *
 * Every network is a bridge in one further namespace, the switch, where all that passes can be
 * captured.
 *
 * @param prefix begins the names of its namespaces, such as {@code sluice-}
 */
public record Region(String prefix, RegionSize size, List<RegionNode> nodes) {
    /** Virtual addresses: routed to the directors. */
    public static final String VIRTUAL4 = "203.0.113.0/24";

    public static final String VIRTUAL6 = "2001:db8:113::/64";

    /** What the switch is called; it is no node, but commands can be run there. */
    public static final String SWITCH = "switch";

    private static final int VIRTUAL_HOSTS = 99;

    /**
     * The last number of the address in the back network that moves with the virtual addresses, for
     * nat; those behind it move with each director's local addresses.
     */
    static final int GATEWAY = 20;

    public Region {
        nodes = List.copyOf(nodes);
    }

    /** A region of a size. */
    public static Region of(String prefix, RegionSize size) {
        var nodes = new ArrayList<RegionNode>();
        for (NodeKind kind : NodeKind.values()) {
            for (int number = 1; number <= size.count(kind); number++) {
                nodes.add(RegionNode.of(kind, number, size.queues()));
            }
        }
        return new Region(prefix, size, nodes);
    }

    /** Addresses that stand for clients towards servers, those of one director. */
    public static String localAddresses4(int director) {
        return "198.18.%d.0/28".formatted(director);
    }

    /** The same in IPv6. */
    public static String localAddresses6(int director) {
        return "2001:db8:18:%d::/124".formatted(director);
    }

    /** Where backends send what is for the local addresses of one director, where it is elected. */
    static int localGateway(int director) {
        return GATEWAY + director;
    }

    /** The nodes of a kind, by number. */
    public List<RegionNode> nodes(NodeKind kind) {
        return stream(kind).toList();
    }

    /** The node of that name. */
    public Optional<RegionNode> node(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    /** The first node of a kind. */
    RegionNode first(NodeKind kind) {
        return stream(kind)
                .findFirst()
                .orElseThrow(() -> new AssertionError("every region has a " + kind));
    }

    /** The namespace of a node. */
    public String namespace(RegionNode node) {
        return prefix + node.name();
    }

    /** The namespace that holds the bridges. */
    public String switchNamespace() {
        return prefix + SWITCH;
    }

    /** All namespaces. */
    List<String> namespaces() {
        return Stream.concat(Stream.of(switchNamespace()), nodes.stream().map(this::namespace))
                .toList();
    }

    /** The first virtual addresses of both families, from which backends answer datagrams too. */
    public static List<String> virtualAddresses() {
        return IntStream.rangeClosed(1, VIRTUAL_HOSTS)
                .boxed()
                .flatMap(host -> Stream.of("203.0.113." + host, "2001:db8:113::" + host))
                .toList();
    }

    private Stream<RegionNode> stream(NodeKind kind) {
        return nodes.stream().filter(node -> node.kind() == kind);
    }
}
