package dev.sluice.director.own.speak;

import dev.sluice.linux.netlink.Link;
import dev.sluice.linux.netlink.Netlink;
import dev.sluice.linux.netlink.NetlinkEvent;
import dev.sluice.linux.netlink.NetlinkMonitor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The interfaces as they are at present. For one thread. */
public final class LinkStates implements AutoCloseable {
    private final NetlinkMonitor monitor = NetlinkMonitor.open();
    private final Netlink netlink = Netlink.open();
    private final Map<String, Link> links = new HashMap<>();

    /** In the network namespace of the calling thread. */
    public LinkStates() {
        readAll();
    }

    int fd() {
        return monitor.fd();
    }

    /** Takes in what has changed; whether anything has. */
    public boolean follow() {
        boolean changed = false;
        for (NetlinkEvent event : monitor.changes()) {
            switch (event) {
                case NetlinkEvent.OfLink of -> {
                    links.values().removeIf(link -> link.index() == of.link().index());
                    if (!of.gone()) {
                        links.put(of.link().name(), of.link());
                    }
                    changed = true;
                }
                case NetlinkEvent.Lost() -> {
                    readAll();
                    changed = true;
                }
                case NetlinkEvent.OfAddress _,
                        NetlinkEvent.OfRoute _,
                        NetlinkEvent.OfNeighbour _ -> {}
            }
        }
        return changed;
    }

    private void readAll() {
        links.clear();
        netlink.links().all().forEach(link -> links.put(link.name(), link));
    }

    /** The interface of a name; null if there is none. */
    public @Nullable Link named(String name) {
        return links.get(name);
    }

    /** Whether it is up and has a carrier. */
    public boolean works(String name) {
        Link link = links.get(name);
        return link != null && link.up() && link.running();
    }

    @Override
    public void close() {
        monitor.close();
        netlink.close();
    }
}
