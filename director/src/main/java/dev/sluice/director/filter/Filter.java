package dev.sluice.director.filter;

import dev.sluice.director.offload.FlowCache;
import dev.sluice.director.offload.FormerFlows;
import dev.sluice.linux.bpf.BpfFolder;
import dev.sluice.linux.bpf.BpfLink;
import dev.sluice.linux.bpf.BpfMap;
import dev.sluice.linux.bpf.BpfProgram;
import dev.sluice.linux.bpf.FrameHook;
import dev.sluice.linux.bpf.MapShape;
import dev.sluice.linux.bpf.ProgramText;
import dev.sluice.linux.bpf.Register;
import dev.sluice.linux.bpf.XdpAction;
import dev.sluice.linux.bpf.XdpMode;
import dev.sluice.linux.call.Errno;
import dev.sluice.linux.call.KernelException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a director's interfaces and its sockets: frames that are the director's go to
 * the socket of the queue that they came in by, all else to the kernel.
 *
 * <p>Everything is pinned in a folder and outlives the process. While no process is there, what is
 * the director's is dropped, so that the kernel answers nobody. A process that comes after adopts
 * the maps, replaces the programs in place through their links, and so leaves no gap. The order is:
 * open, {@link #apply} the first rules, {@link #attach} each interface, put sockets into {@link
 * #sockets}.
 */
public final class Filter implements AutoCloseable {
    /** Most receive queues of an interface. */
    public static final int QUEUES_MAX = 256;

    private static final String TC_LINK = "link-tc-";
    private static final String DOOR_LINK = "link-door-";
    private static final List<String> LINKS =
            List.of(
                    linkName("", XdpMode.NATIVE),
                    linkName("", XdpMode.GENERIC),
                    TC_LINK,
                    DOOR_LINK);

    private static final String PROGRAM = "program-";
    private static final String SOCKETS = "sockets-";

    private final BpfFolder folder;
    private final FilterMaps maps;

    private @Nullable FlowCache flows;

    private Filter(BpfFolder folder, @Nullable FlowCache flows) {
        this.folder = folder;
        this.flows = flows;
        this.maps = FilterMaps.open(folder);
    }

    /** Opens what a predecessor left in a folder of this director's own, or makes it. */
    public static Filter open(BpfFolder folder) {
        return new Filter(folder, null);
    }

    /**
     * The same, whose programs also forward packets of these flows. The cache stays its owner's.
     */
    public static Filter open(BpfFolder folder, @Nullable FlowCache flows) {
        return new Filter(folder, flows);
    }

    /**
     * Opens a cache of flows that an earlier process left beside the filter, or makes it: programs
     * that are attached from now on also forward packets of its flows.
     *
     * @param places how many sessions it holds
     * @param inTc whether some programs are to be in traffic control
     * @return the caller's to close, after the last {@link #attach}
     * @throws dev.sluice.linux.call.KernelException if this kernel does not take such programs
     */
    public FlowCache offload(int places, int workers, boolean inTc) {
        FlowCache opened = FlowCache.open(folder, places, workers);
        try (BpfMap sockets = BpfMap.create("trial", MapShape.xskSockets(1))) {
            BpfProgram.xdp("sluice_trial", FilterText.of(maps, opened, sockets, 1)).close();
            if (inTc) {
                opened.wrapNothing();
                FrameHook.TC.load("sluice_trial", FilterText.behind(maps, opened, 1, 1)).close();
            }
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        flows = opened;
        return opened;
    }

    /**
     * Caches that earlier processes left and that are not in use, once all programs are replaced
     * that went by them.
     *
     * @return each the caller's to remove and to close
     */
    public List<FormerFlows> formerFlows() {
        return FormerFlows.in(folder, flows);
    }

    /** Takes away what is left of any cache, where none is in use. */
    public void forgetFlows() {
        if (flows == null) {
            FlowCache.remove(folder);
        }
    }

    /** Takes from now on what these rules say. What is also taken now is taken all the while. */
    public void apply(FilterRules rules) {
        maps.apply(rules);
    }

    /**
     * Begins at an interface, or replaces what a predecessor left there.
     *
     * @param name the interface's, for pins
     * @param ifindex the interface, in the namespace of the calling thread
     */
    public void attach(String name, int ifindex, XdpMode mode) {
        try (BpfMap sockets = sockets(name);
                BpfProgram program =
                        BpfProgram.xdp(
                                "sluice_" + name, FilterText.of(maps, flows, sockets, ifindex))) {
            for (XdpMode other : XdpMode.values()) {
                if (other != mode) {
                    folder.end(linkName(name, other));
                }
            }
            hold(linkName(name, mode), program, ifindex, () -> BpfLink.xdp(program, ifindex, mode));
            folder.end(TC_LINK + name);
            folder.end(DOOR_LINK + name);
            folder.pin(program, PROGRAM + name);
        }
    }

    /**
     * Has an interface's driver run a program that leaves all frames to the kernel, until {@link
     * #attach} replaces it, if nothing of a predecessor is there: a driver may refuse although it
     * says that it can.
     *
     * @param anew also where a predecessor is behind the driver, which ends then: there cannot be
     *     both
     * @return why it does not run it, in words; empty if it does
     */
    public String askDriver(String name, int ifindex, boolean anew) {
        if (isAt(linkName(name, XdpMode.NATIVE), ifindex)) {
            return "";
        }
        String behind = linkName(name, XdpMode.GENERIC);
        if (isAt(behind, ifindex) && !anew) {
            return "generic XDP is there, and --attach native has it asked anew";
        }
        folder.end(behind);
        var text = new ProgramText().set(Register.R0, XdpAction.PASS.number()).exit();
        try (BpfProgram all = BpfProgram.xdp("sluice_none", text)) {
            String link = linkName(name, XdpMode.NATIVE);
            hold(link, all, ifindex, () -> BpfLink.xdp(all, ifindex, XdpMode.NATIVE));
            return "";
        } catch (KernelException e) {
            return Errno.describe(e.errno());
        }
    }

    private boolean isAt(String name, int ifindex) {
        try (BpfLink link = folder.link(name)) {
            return link != null && link.ifindex() == ifindex;
        }
    }

    /** Whether a program at an interface is of a predecessor of this process. */
    public boolean isOwn(String name, int program) {
        for (XdpMode mode : XdpMode.values()) {
            try (BpfLink link = folder.link(linkName(name, mode))) {
                if (link != null && link.programId() == program) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Begins in traffic control behind an interface, or replaces what a predecessor left there.
     * What it takes comes to the sockets by a door: a veth pair.
     *
     * @param name the interface's, for pins
     * @param ifindex the interface, in the namespace of the calling thread
     * @param outer the door's side that frames are sent by
     * @param inner the one that they come in by, whose queues the sockets have
     */
    public void attachBehind(String name, int ifindex, int outer, int inner) {
        try (BpfMap sockets = sockets(name);
                BpfProgram door =
                        BpfProgram.xdp("sluice_door", SocketText.atDoor(sockets, maps.counts()));
                BpfProgram program =
                        FrameHook.TC.load(
                                "sluice_" + name, FilterText.behind(maps, flows, outer, ifindex))) {
            hold(DOOR_LINK + name, door, inner, () -> BpfLink.xdp(door, inner, XdpMode.NATIVE));
            hold(TC_LINK + name, program, ifindex, () -> BpfLink.tc(program, ifindex));
            for (XdpMode mode : XdpMode.values()) {
                folder.end(linkName(name, mode));
            }
            folder.pin(program, PROGRAM + name);
        }
    }

    private void hold(String name, BpfProgram program, int ifindex, Supplier<BpfLink> maker) {
        folder.hold(name, program, link -> link.ifindex() == ifindex, maker);
    }

    /**
     * An interface's sockets by the number of their queue. A socket that is closed leaves by
     * itself. To be closed by the caller, which changes nothing for the program.
     */
    public BpfMap sockets(String name) {
        return folder.map(SOCKETS + name, MapShape.xskSockets(QUEUES_MAX));
    }

    /** Ends at an interface: all its frames go to the kernel. */
    public void detach(String name, XdpMode mode) {
        folder.end(linkName(name, mode));
        folder.unpin(PROGRAM + name);
        folder.unpin(SOCKETS + name);
    }

    private static String linkName(String name, XdpMode mode) {
        return "link-" + mode.name().toLowerCase(Locale.ROOT) + "-" + name;
    }

    /** How many frames there were of a kind, since the maps were made. */
    public long count(Seen seen) {
        return maps.counts().sum(seen.ordinal());
    }

    /** The inner sides of the doors by which frames come from traffic control. */
    public List<Integer> doors() {
        return doors(folder);
    }

    /** The same of what any process has left. */
    public static List<Integer> doors(BpfFolder folder) {
        var all = new ArrayList<Integer>();
        for (String name : folder.names()) {
            if (name.startsWith(DOOR_LINK)) {
                try (BpfLink link = folder.link(name)) {
                    all.add(link == null ? 0 : link.ifindex());
                }
            }
        }
        return all;
    }

    /** Ends at all interfaces but these. */
    public void detachOthers(Collection<String> names) {
        var kept = new HashSet<String>();
        for (String name : names) {
            LINKS.forEach(link -> kept.add(BpfFolder.fileName(link + name)));
            kept.add(BpfFolder.fileName(PROGRAM + name));
            kept.add(BpfFolder.fileName(SOCKETS + name));
        }
        for (String pin : folder.names()) {
            if (!kept.contains(pin)) {
                if (LINKS.stream().anyMatch(pin::startsWith)) {
                    folder.end(pin);
                } else if (pin.startsWith(PROGRAM) || pin.startsWith(SOCKETS)) {
                    folder.unpin(pin);
                }
            }
        }
    }

    /** Ends everywhere and leaves nothing behind. */
    public static void remove(BpfFolder folder) {
        for (String name : folder.names()) {
            if (name.startsWith("link-")) {
                folder.end(name);
            }
        }
        folder.remove();
    }

    /** Lets go of the maps; the filter goes on without the process. */
    @Override
    public void close() {
        maps.close();
    }
}
