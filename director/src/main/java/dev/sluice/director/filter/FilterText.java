package dev.sluice.director.filter;

import static dev.sluice.linux.bpf.Condition.ABOVE;
import static dev.sluice.linux.bpf.Condition.AT_LEAST;
import static dev.sluice.linux.bpf.Condition.AT_MOST;
import static dev.sluice.linux.bpf.Condition.BELOW;
import static dev.sluice.linux.bpf.Condition.DIFFERS;
import static dev.sluice.linux.bpf.Condition.EQUALS;
import static dev.sluice.linux.bpf.Condition.HAS_ANY;
import static dev.sluice.linux.bpf.Register.R0;
import static dev.sluice.linux.bpf.Register.R1;
import static dev.sluice.linux.bpf.Register.R2;
import static dev.sluice.linux.bpf.Register.R3;
import static dev.sluice.linux.bpf.Register.STACK;
import static dev.sluice.linux.bpf.Width.BYTE;
import static dev.sluice.linux.bpf.Width.INT;
import static dev.sluice.linux.bpf.Width.LONG;
import static dev.sluice.linux.bpf.Width.SHORT;

import dev.sluice.director.offload.FlowCache;
import dev.sluice.director.offload.FlowText;
import dev.sluice.linux.bpf.AddressKeys;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.FrameHook;
import dev.sluice.linux.bpf.KernelFunction;
import dev.sluice.linux.bpf.Label;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.Register;
import dev.sluice.linux.bpf.SkbFields;
import org.jspecify.annotations.Nullable;

/**
 * The program at an interface, which decides for each frame whether it is the director's.
 *
 * <pre>
 * whose MAC? → of a flow: forwarded ({@link FlowText}), where there is a cache of flows
 *   → tag off → ARP, IPv4 ({@link Ipv4Text}), IPv6 ({@link Ipv6Text})
 *   → by endpoint: destination a listener? local? source a backend?
 *   → by address, without ports: fragments, ICMP
 *   → owned: ARP and neighbour solicitations
 * → taken: count, to the socket of the queue, else drop        → the rest: count, to the kernel
 * </pre>
 *
 * What cannot be read goes to the kernel, which has no listener's address and so stays silent. What
 * is taken never does, not even when no socket is there: a kernel would answer a client with a
 * reset.
 *
 * <p>The stack holds keys for the maps; see {@link Keys}.
 */
final class FilterText {
    // Registers that calls leave alone.
    static final Register CONTEXT = Register.R6;

    /** The Ethernet header, or four bytes further behind a tag; later the IP payload. */
    static final Register AT = Register.R7;

    static final Register END = Register.R8;

    /** What the frame is or carries: a group, a protocol, and at last what was {@link Seen}. */
    static final Register WHAT = Register.R9;

    // Places on the stack.
    static final int DESTINATION = -24;
    static final int SOURCE = -56;
    private static final int PORT_BEHIND = 16;
    private static final int PROTOCOL_BEHIND = 18;
    private static final int PREFIX_BEFORE = -4;
    private static final int MAC = -72;
    private static final int COUNT = -4;

    /** What of a frame is looked at: two IPv6 headers and what may be between them. */
    private static final int HEADERS_MAX = 256;

    static final int ETHERNET = 14;
    private static final int TYPE_AT = 12;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_ARP = 0x0806;
    private static final int TYPE_IPV6 = 0x86dd;
    private static final int TYPE_TAG = 0x8100;
    private static final int TYPE_SERVICE_TAG = 0x88a8;
    private static final int TAG = 4;
    private static final int GROUP_BIT = 1;
    private static final int ARP_LENGTH = 28;
    private static final int ARP_TARGET_AT = 24;

    /** Ethernet, IPv4, their lengths, request: as a packet's eight bytes, read little-endian. */
    private static final long ARP_REQUEST = 0x0100_0406_0008_0100L;

    final ProgramText p = new ProgramText();
    final Label tooShort = p.label("too short");
    final Label nothing = p.label("nothing of ours");
    final Label byEndpoint = p.label("by endpoint");
    final Label byAddress = p.label("by address");
    final Label byLocalAddress = p.label("by local address");
    final Label byOwner = p.label("by owner");
    private final Label take = p.label("take");
    private final Label pass = p.label("pass");
    private final FilterMaps maps;
    private final FrameHook hook;

    private FilterText(FilterMaps maps, FrameHook hook) {
        this.maps = maps;
        this.hook = hook;
    }

    /**
     * Writes the program of an interface.
     *
     * @param sockets by the number of a receive queue
     */
    static ProgramText of(FilterMaps maps, BpfMap sockets, int ifindex) {
        return of(maps, null, sockets, ifindex);
    }

    /**
     * Writes the program of an interface that also forwards packets of flows.
     *
     * @param flows null if it forwards none
     */
    static ProgramText of(FilterMaps maps, @Nullable FlowCache flows, BpfMap sockets, int ifindex) {
        var text = new FilterText(maps, FrameHook.XDP);
        text.decide(flows, ifindex);
        text.toSocket(sockets);
        text.end();
        return text.p;
    }

    /**
     * Writes the program that does the same in traffic control behind an interface.
     *
     * @param door the interface that what is taken is sent by
     */
    static ProgramText behind(FilterMaps maps, @Nullable FlowCache flows, int door, int ifindex) {
        var text = new FilterText(maps, FrameHook.TC);
        text.decide(flows, ifindex);
        text.toDoor(door);
        text.end();
        return text.p;
    }

    private void decide(@Nullable FlowCache flows, int ifindex) {
        begin(ifindex);
        if (flows != null) {
            forward(flows, ifindex);
        }
        dispatch();
        decideByEndpoint();
        decideByAddress();
        decideByOwner();
    }

    private void begin(int ifindex) {
        Label ours = p.label("ours");
        p.set(CONTEXT, R1);
        hook.bounds(p, CONTEXT, AT, END);
        if (hook == FrameHook.TC) {
            pull();
        }
        require(ETHERNET);
        p.set(WHAT, 0);
        if (FirstMacs.isKnown(ifindex)) {
            compareFirst(ifindex, ours);
        }
        p.load(INT, R1, AT, 0).load(SHORT, R2, AT, 4);
        p.store(INT, STACK, MAC, ifindex).store(INT, STACK, MAC + 4, R1);
        p.store(SHORT, STACK, MAC + 8, R2).store(SHORT, STACK, MAC + 10, 0);
        p.lookUp(maps.macs(), MAC).jumpIf(R0, DIFFERS, 0, ours);
        p.load(BYTE, WHAT, AT, 0).and(WHAT, GROUP_BIT);
        p.jumpIf(WHAT, DIFFERS, 0, ours);
        p.set(WHAT, Seen.FOREIGN_MAC.ordinal()).jump(pass);
        p.place(ours);
    }

    /** Most frames are for the MAC that is found without a search. */
    private void compareFirst(int ifindex, Label ours) {
        Label other = p.label("another MAC");
        p.store(INT, STACK, MAC, FirstMacs.place(ifindex)).lookUp(maps.firstMacs(), MAC);
        p.jumpIf(R0, EQUALS, 0, other).load(LONG, R1, R0, 0).load(LONG, R2, AT, 0);
        p.shiftLeft(R2, FirstMacs.MARK_BITS).add(R2, FirstMacs.mark(ifindex));
        p.jumpIf(R1, EQUALS, R2, ours).place(other);
    }

    /** Headers may be scattered: there are at most so many bytes of them that matter. */
    private void pull() {
        Label few = p.label("few bytes");
        Label there = p.label("in one piece");
        p.load(INT, R2, CONTEXT, SkbFields.LENGTH).jumpIf(R2, AT_MOST, HEADERS_MAX, few);
        p.set(R2, HEADERS_MAX).place(few);
        p.set(R1, END).subtract(R1, AT).jumpIf(R1, AT_LEAST, R2, there);
        p.set(R1, CONTEXT).call(KernelFunction.PULL);
        hook.bounds(p, CONTEXT, AT, END);
        p.place(there);
    }

    /** What is for a MAC of ours may be of a flow. */
    private void forward(FlowCache flows, int ifindex) {
        Label group = p.label("for a group");
        p.jumpIf(WHAT, DIFFERS, 0, group);
        FlowText.write(p, hook, flows, ifindex);
        p.place(group);
    }

    /** To groups of machines only questions for addresses matter. */
    private void dispatch() {
        Label typed = p.label("typed");
        Label tagged = p.label("tagged");
        Label arp = p.label("arp");
        Label ipv6 = p.label("ipv6");
        Label group = p.label("group");
        loadType();
        p.jumpIf(R1, EQUALS, TYPE_TAG, tagged).jumpIf(R1, DIFFERS, TYPE_SERVICE_TAG, typed);
        p.place(tagged);
        require(ETHERNET + TAG);
        p.add(AT, TAG);
        loadType();
        p.place(typed).jumpIf(R1, EQUALS, TYPE_ARP, arp).jumpIf(R1, EQUALS, TYPE_IPV6, ipv6);
        p.jumpIf(R1, DIFFERS, TYPE_IPV4, nothing).jumpIf(WHAT, DIFFERS, 0, nothing);
        Ipv4Text.write(this);
        p.place(ipv6).jumpIf(WHAT, DIFFERS, 0, group);
        Ipv6Text.write(this);
        p.place(group);
        Ipv6Text.writeForGroups(this);
        p.place(arp);
        askedByArp();
    }

    private void loadType() {
        p.load(SHORT, R1, AT, TYPE_AT).turnAround(SHORT, R1);
    }

    private void askedByArp() {
        require(ETHERNET + ARP_LENGTH);
        p.load(LONG, R1, AT, ETHERNET).setLong(R2, ARP_REQUEST);
        p.jumpIf(R1, DIFFERS, R2, nothing);
        keepIpv4(ETHERNET + ARP_TARGET_AT, DESTINATION);
        p.set(WHAT, Seen.ARP.ordinal()).jump(byOwner);
    }

    /** TCP and UDP: {@link #AT} is their header, {@link #WHAT} the protocol. */
    private void decideByEndpoint() {
        Label source = p.label("source");
        Label local = p.label("local");
        p.place(byEndpoint);
        require(4);
        p.load(SHORT, R1, AT, 0).load(SHORT, R2, AT, 2);
        keepEndpoint(SOURCE, R1);
        keepEndpoint(DESTINATION, R2);
        p.lookUp(maps.listeners(), DESTINATION);
        p.set(WHAT, Seen.LISTENER.ordinal()).jumpIf(R0, DIFFERS, 0, take);
        lookUpNetwork();
        p.jumpIf(R0, EQUALS, 0, source).load(INT, R1, R0, 0);
        p.jumpIf(R1, HAS_ANY, Keys.WHOLE, local);
        p.load(SHORT, R1, STACK, DESTINATION + PORT_BEHIND).turnAround(SHORT, R1);
        p.load(SHORT, R2, R0, Keys.FIRST_PORT_AT).load(SHORT, R3, R0, Keys.LAST_PORT_AT);
        p.jumpIf(R1, BELOW, R2, source).jumpIf(R1, ABOVE, R3, source);
        p.place(local).set(WHAT, Seen.LOCAL.ordinal()).jump(take);
        p.place(source);
        p.lookUp(maps.backends(), SOURCE);
        p.jumpIf(R0, EQUALS, 0, nothing);
        p.lookUp(maps.hosts(), DESTINATION);
        p.set(WHAT, Seen.BACKEND.ordinal()).jumpIf(R0, EQUALS, 0, take);
        p.load(INT, R1, R0, 0).jumpIf(R1, HAS_ANY, Keys.OF_KERNEL, nothing).jump(take);
    }

    private void keepEndpoint(int place, Register port) {
        p.store(SHORT, STACK, place + PORT_BEHIND, port);
        p.store(BYTE, STACK, place + PROTOCOL_BEHIND, WHAT);
        p.store(BYTE, STACK, place + PROTOCOL_BEHIND + 1, 0);
    }

    /**
     * Fragments and ICMP: {@link #WHAT} is what they are counted as, {@link #SOURCE} who sent them,
     * or of an ICMP error whom the packet was for that it is about.
     */
    private void decideByAddress() {
        Label local = p.label("local by address");
        Label source = p.label("source by address");
        p.place(byAddress);
        p.lookUp(maps.hosts(), DESTINATION);
        p.jumpIf(R0, EQUALS, 0, local).load(INT, R1, R0, 0);
        p.jumpIf(R1, HAS_ANY, Keys.OF_KERNEL, nothing).jumpIf(R1, HAS_ANY, Keys.VIRTUAL, take);
        p.place(local);
        lookUpNetwork();
        p.jumpIf(R0, EQUALS, 0, source).load(INT, R1, R0, 0);
        p.jumpIf(R1, HAS_ANY, Keys.WHOLE, take);
        p.place(source);
        p.lookUp(maps.hosts(), SOURCE);
        p.jumpIf(R0, EQUALS, 0, nothing).load(INT, R1, R0, 0);
        p.jumpIf(R1, HAS_ANY, Keys.OF_BACKEND, take).jump(nothing);
        p.place(byLocalAddress).set(WHAT, Seen.LOCAL.ordinal());
        takeIfLocal();
    }

    /** Questions for the MAC of the address at {@link #DESTINATION}. */
    private void decideByOwner() {
        Label local = p.label("local by owner");
        p.place(byOwner);
        p.lookUp(maps.hosts(), DESTINATION);
        p.jumpIf(R0, EQUALS, 0, local).load(INT, R1, R0, 0);
        p.jumpIf(R1, HAS_ANY, Keys.OWNED, take);
        p.place(local);
        takeIfLocal();
    }

    private void takeIfLocal() {
        lookUpNetwork();
        p.jumpIf(R0, EQUALS, 0, nothing).load(INT, R1, R0, 0);
        p.jumpIf(R1, HAS_ANY, Keys.WHOLE, take).jump(nothing);
    }

    private void toSocket(BpfMap sockets) {
        p.place(take);
        count();
        SocketText.write(p, CONTEXT, sockets, maps.counts());
    }

    /** Longer frames are cut on their way through, and checksums made. */
    private void toDoor(int door) {
        p.place(take);
        count();
        p.set(R1, door).set(R2, 0).call(KernelFunction.REDIRECT).exit();
    }

    private void end() {
        p.place(tooShort).set(WHAT, Seen.SHORT.ordinal()).jump(pass);
        p.place(nothing).set(WHAT, Seen.OTHER.ordinal());
        p.place(pass);
        count();
        p.set(R0, hook.pass()).exit();
    }

    /** One more of {@link #WHAT}, in the running processor's own count. */
    private void count() {
        p.count(maps.counts(), WHAT, COUNT);
    }

    /** Goes on only if so many bytes are there from {@link #AT}; changes R1. */
    void require(int bytes) {
        p.set(R1, AT).add(R1, bytes).jumpIf(R1, ABOVE, END, tooShort);
    }

    /** Copies an IPv4 address of the frame into a key. */
    void keepIpv4(int offset, int place) {
        AddressKeys.ipv4(p, AT, offset, place);
    }

    /** Copies an IPv6 address of the frame into a key. */
    void keepIpv6(int offset, int place) {
        AddressKeys.ipv6(p, AT, offset, place);
    }

    private void lookUpNetwork() {
        p.store(INT, STACK, DESTINATION + PREFIX_BEFORE, AddressKeys.BITS);
        p.lookUp(maps.networks(), DESTINATION + PREFIX_BEFORE);
    }
}
