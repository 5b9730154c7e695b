package dev.sluice.director.backend;

import dev.sluice.director.table.Address;
import dev.sluice.linux.bpf.AttachType;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfLink;
import dev.sluice.linux.bpf.BpfProgram;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.ProgramType;
import dev.sluice.linux.bpf.XdpMode;
import dev.sluice.linux.netlink.InterfaceAddress;
import dev.sluice.linux.netlink.Link;
import dev.sluice.linux.netlink.Netlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The programs on a backend, pinned in a folder of its own, so that they stay when the command that
 * brought them ends. To attach again replaces them in place; connections keep their clients.
 *
 * <pre>
 * link-events         {@link ClientOfConnectionText} at the control group
 * link-peer-name-4/6  {@link PeerNameText} there
 * link-unwrap-…       {@link UnwrapText} at the interface, by how it runs
 * </pre>
 */
public final class BackendAttachment {
    private static final String EVENTS = "link-events";
    private static final String PEER_NAME_4 = "link-peer-name-4";
    private static final String PEER_NAME_6 = "link-peer-name-6";
    private static final List<String> AT_GROUP = List.of(EVENTS, PEER_NAME_4, PEER_NAME_6);

    private final BpfFolder folder;

    private BackendAttachment(BpfFolder folder) {
        this.folder = folder;
    }

    /**
     * What is, or will be, pinned under a name of its own.
     *
     * @param bpfRoot where the BPF file system is, or is to be mounted
     */
    public static BackendAttachment open(Path bpfRoot, String name) throws NotAttachable {
        if (!BpfFolder.isMounted(bpfRoot) && hasMountsOfItsOwn()) {
            throw new NotAttachable(
                    "no BPF file system is mounted at "
                            + bpfRoot
                            + ", and one mounted now would be gone with this command, which has"
                            + " mounts of its own (as `ip netns exec` gives); mount one outside"
                            + " (mount -t bpf bpf DIR) and name it by --pins");
        }
        return in(BpfFolder.open(bpfRoot, "sluice-backend-" + name));
    }

    /** Whether mounts of this process are not those of the machine, or container. */
    private static boolean hasMountsOfItsOwn() {
        try {
            Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"));
            return !own.equals(Files.readSymbolicLink(Path.of("/proc/1/ns/mnt")));
        } catch (IOException e) {
            return false;
        }
    }

    /** What is, or will be, pinned in a folder. */
    public static BackendAttachment in(BpfFolder folder) {
        return new BackendAttachment(folder);
    }

    /**
     * Brings the programs, or replaces them.
     *
     * @return how many sockets that already listened were told to keep SYNs
     */
    public int attach(BackendOptions options) throws NotAttachable {
        ControlGroup group = group(options);
        Link networkInterface = networkInterface(options);
        try (BackendMaps maps = new BackendMaps(folder)) {
            maps.believe(options.directors());
            attachTo(group, maps);
            attachTo(networkInterface, options.mode(), maps);
        }
        return ListeningSockets.keepSyns(group.processes());
    }

    private static ControlGroup group(BackendOptions options) throws NotAttachable {
        if (options.controlGroup() == null) {
            return ControlGroup.root()
                    .orElseThrow(() ->
                            new NotAttachable(
                                    "control groups of version 2 are not mounted; mount them: mkdir"
                                            + " -p /sys/fs/cgroup/unified && mount -t cgroup2 none"
                                            + " /sys/fs/cgroup/unified"));
        }
        ControlGroup group = new ControlGroup(options.controlGroup());
        if (!group.isThere()) {
            throw new NotAttachable(
                    options.controlGroup()
                            + " is no control group of version 2; name the folder of one, such as"
                            + " /sys/fs/cgroup/system.slice");
        }
        return group;
    }

    private static @Nullable Link networkInterface(BackendOptions options) throws NotAttachable {
        String name = options.networkInterface();
        if (name == null) {
            return null;
        }
        try (Netlink kernel = Netlink.open()) {
            Optional<Link> link = kernel.links().named(name);
            return link.orElseThrow(() ->
                    new NotAttachable(
                            "there is no interface "
                                    + name
                                    + " here; name one that `ip link` shows"));
        }
    }

    private void attachTo(ControlGroup group, BackendMaps maps) {
        hold(
                EVENTS,
                group,
                ProgramType.SOCKET_EVENTS,
                AttachType.SOCKET_EVENTS,
                ClientOfConnectionText.of(maps));
        hold(
                PEER_NAME_4,
                group,
                ProgramType.SOCKET_ADDRESS,
                AttachType.PEER_NAME_4,
                PeerNameText.ipv4(maps));
        hold(
                PEER_NAME_6,
                group,
                ProgramType.SOCKET_ADDRESS,
                AttachType.PEER_NAME_6,
                PeerNameText.ipv6(maps));
    }

    private void hold(
            String name, ControlGroup group, ProgramType type, AttachType at, ProgramText text) {
        try (BpfProgram program = BpfProgram.load(name.substring(5), type, at, text)) {
            folder.hold(
                    name,
                    program,
                    link -> link.cgroupId() == group.id(),
                    () -> group.with(fd -> BpfLink.cgroup(program, fd, at)));
        }
    }

    private void attachTo(@Nullable Link at, XdpMode mode, BackendMaps maps) {
        for (XdpMode other : XdpMode.values()) {
            if (at == null || other != mode) {
                folder.end(unwrap(other));
            }
        }
        if (at == null) {
            return;
        }
        maps.endTunnelsAt(addresses());
        try (BpfProgram program = BpfProgram.xdp("unwrap", UnwrapText.of(maps))) {
            folder.hold(
                    unwrap(mode),
                    program,
                    link -> link.ifindex() == at.index(),
                    () -> BpfLink.xdp(program, at.index(), mode));
        }
    }

    /** A tunnel may end at any address that the host has now. */
    private static List<Address> addresses() {
        try (Netlink kernel = Netlink.open()) {
            return kernel.addresses().all().stream()
                    .map(InterfaceAddress::address)
                    .map(Address::of)
                    .toList();
        }
    }

    private static String unwrap(XdpMode mode) {
        return mode == XdpMode.NATIVE ? "link-unwrap-native" : "link-unwrap-generic";
    }

    /** Takes everything away. Connections that are open show directors' addresses from then on. */
    public void detach() {
        AT_GROUP.forEach(folder::end);
        for (XdpMode mode : XdpMode.values()) {
            folder.end(unwrap(mode));
        }
        folder.remove();
    }

    /** What is there. */
    public BackendStatus status() {
        if (folder.names().isEmpty()) {
            folder.remove();
            return BackendStatus.NOTHING;
        }
        var handled = new EnumMap<Handled, Long>(Handled.class);
        try (BackendMaps maps = new BackendMaps(folder)) {
            for (Handled what : Handled.values()) {
                handled.put(what, maps.count(what));
            }
            return new BackendStatus(controlGroup(), interfaceName(), maps.believed(), handled);
        }
    }

    private @Nullable String controlGroup() {
        try (BpfLink link = folder.link(EVENTS)) {
            if (link == null || link.cgroupId() == 0) {
                return null;
            }
            long id = link.cgroupId();
            return ControlGroup.root()
                    .flatMap(root -> root.find(id))
                    .map(group -> group.folder().toString())
                    .orElse("number " + id);
        }
    }

    private @Nullable String interfaceName() {
        for (XdpMode mode : XdpMode.values()) {
            try (BpfLink link = folder.link(unwrap(mode));
                    Netlink kernel = Netlink.open()) {
                if (link != null && link.ifindex() != 0) {
                    int index = link.ifindex();
                    return kernel.links().all().stream()
                            .filter(is -> is.index() == index)
                            .map(Link::name)
                            .findFirst()
                            .orElse("number " + index);
                }
            }
        }
        return null;
    }
}
