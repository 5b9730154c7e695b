package dev.sluice.model;

import dev.sluice.model.shape.Field;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A machine that forwards packets, and how it comes to own virtual addresses. */
public record Director(
        @Field(
                        doc = "Name, unique in the account.",
                        required = true,
                        pattern = Names.PATTERN,
                        expected = Names.EXPECTED)
                String name,
        @Field(doc = "Account that owns it.", initial = "default", immutable = true) String account,
        @Field(
                        doc = "Interfaces whose packets it takes.",
                        pattern = "[!-.0-~]{1,15}",
                        expected = "an interface name")
                List<String> interfaces,
        @Field(
                        doc =
                                "Networks whose addresses stand for clients towards servers (fullnat).",
                        pattern = "[0-9A-Fa-f:.]{2,45}/[0-9]{1,3}",
                        expected = "a network such as 198.18.1.0/28")
                List<String> localAddresses,
        @Field(doc = "Whether it shares the host's only address.", initial = "false")
                boolean sharedAddress,
        @Field(
                        doc =
                                "Whether TCP and UDP checksums of changed packets are updated, so that broken ones stay broken, or made anew, for machines that leave them to their network card.",
                        initial = "update")
                ChecksumMode checksum,
        @Field(doc = "Virtual routers.") List<Vrrp> vrrp,
        @Field(doc = "Routes announced to routers.") @Nullable Bgp bgp,
        @Field(
                        doc =
                                "Number by which directors tell each other apart, unlike any other's; made of the name where absent.",
                        min = "1",
                        max = "4095")
                @Nullable Integer number)
        implements Resource {

    @SuppressWarnings("NullAway") // the reader hands over null where a file says nothing
    public Director {
        interfaces = interfaces == null ? List.of() : List.copyOf(interfaces);
        localAddresses = localAddresses == null ? List.of() : List.copyOf(localAddresses);
        vrrp = vrrp == null ? List.of() : List.copyOf(vrrp);
    }

    /** One virtual router (RFC 9568), of one IP version. */
    public record Vrrp(
            @Field(doc = "Virtual router id.", required = true, min = "1", max = "255") int id,
            @Field(
                            doc =
                                    "Interface that it is spoken at; the first of the director's where absent.",
                            name = "interface",
                            pattern = "[!-.0-~]{1,15}",
                            expected = "an interface name")
                    @Nullable String via,
            @Field(
                            doc = "Version of the protocol; 2 knows IPv4 alone and whole seconds.",
                            initial = "3",
                            min = "2",
                            max = "3")
                    int version,
            @Field(doc = "The highest becomes master.", initial = "100", min = "1", max = "254")
                    int priority,
            @Field(doc = "Time between advertisements.", initial = "1s", min = "10ms", max = "40s")
                    Duration interval,
            @Field(
                            doc =
                                    "Whether it takes over from a live master of lower priority, once it knows that one's sessions.",
                            initial = "true")
                    boolean preempt,
            @Field(
                            doc = "How long it has to hear that master first.",
                            initial = "0s",
                            min = "0s",
                            max = "1000s")
                    Duration preemptDelay,
            @Field(
                            doc =
                                    "Addresses of the other directors at that interface, told one by one; all by multicast where absent.",
                            pattern = Names.ADDRESS_PATTERN,
                            expected = "an IPv4 or IPv6 address")
                    List<String> peers,
            @Field(doc = "Virtual routers of the same group have one master for all of them.")
                    @Nullable String syncGroup,
            @Field(doc = "Interfaces that it needs beside its own.") List<Tracked> track,
            @Field(
                            doc =
                                    "What the checksum that it sends covers in version 3 over IPv4; either is accepted.",
                            initial = "pseudoHeader")
                    VrrpChecksum checksum,
            @Field(
                            doc = "Addresses that its master owns.",
                            pattern = Names.ADDRESS_PATTERN,
                            expected = "an IPv4 or IPv6 address")
                    List<String> addresses,
            @Field(
                            doc =
                                    "Networks of a director's `localAddresses` that its master owns too, reached by its `addresses` as their gateway.",
                            pattern = "[0-9A-Fa-f:.]{2,45}/[0-9]{1,3}",
                            expected = "a network such as 198.18.1.0/28")
                    List<String> localAddresses,
            @Field(
                            doc =
                                    "Whether its addresses have a MAC that goes with them from master to master, 00:00:5e:00:01:ID, or 00:00:5e:00:02:ID for IPv6, in place of the master's own.",
                            initial = "false")
                    boolean virtualMac) {
        @SuppressWarnings("NullAway")
        public Vrrp {
            peers = peers == null ? List.of() : List.copyOf(peers);
            track = track == null ? List.of() : List.copyOf(track);
            addresses = addresses == null ? List.of() : List.copyOf(addresses);
            localAddresses = localAddresses == null ? List.of() : List.copyOf(localAddresses);
        }
    }

    /** An interface that a virtual router needs. */
    public record Tracked(
            @Field(
                            doc = "The interface.",
                            name = "interface",
                            required = true,
                            pattern = "[!-.0-~]{1,15}",
                            expected = "an interface name")
                    String link,
            @Field(
                            doc =
                                    "How much lower the priority is while it is down; 0: no master then.",
                            initial = "0",
                            min = "0",
                            max = "253")
                    int weight) {}

    /** BGP sessions that announce virtual addresses. */
    public record Bgp(
            @Field(doc = "Own autonomous system.", required = true, min = "1", max = "4294967295")
                    long localAs,
            @Field(
                            doc =
                                    "Own BGP identifier, unlike any other's; made of the local addresses where absent.",
                            pattern = "[0-9.]{7,15}",
                            expected = "an IPv4 address")
                    @Nullable String routerId,
            @Field(
                            doc = "How long a silent router is taken for alive.",
                            initial = "3s",
                            min = "3s",
                            max = "18h")
                    Duration holdTime,
            @Field(doc = "TCP port of both ends.", initial = "179", min = "1", max = "65535")
                    int port,
            @Field(doc = "Routers.") List<BgpPeer> peers,
            @Field(doc = "Whether a dead director is noticed by BFD.", initial = "false")
                    boolean bfd) {
        @SuppressWarnings("NullAway")
        public Bgp {
            peers = peers == null ? List.of() : List.copyOf(peers);
        }
    }

    /** A router that is told. */
    public record BgpPeer(
            @Field(
                            doc = "Its address.",
                            required = true,
                            pattern = Names.ADDRESS_PATTERN,
                            expected = "an IPv4 or IPv6 address")
                    String address,
            @Field(doc = "Its autonomous system.", required = true, min = "1", max = "4294967295")
                    long as,
            @Field(
                            doc =
                                    "File on the director, in its data folder or by its whole path, with the password by which both sign (TCP MD5).")
                    @Nullable String passwordFile,
            @Field(doc = "Whether only the router connects.", initial = "false") boolean passive) {}

    @Override
    public Kind kind() {
        return Kind.DIRECTOR;
    }
}
