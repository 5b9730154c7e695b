package dev.sluice.lab.failover;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.region.Lab;
import dev.sluice.lab.region.Network;
import dev.sluice.lab.region.NodeKind;
import dev.sluice.lab.region.Ownership;
import dev.sluice.lab.region.Region;
import dev.sluice.lab.region.RegionNode;
import dev.sluice.lab.region.RegionSize;
import dev.sluice.linux.space.NetworkSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A lab of its own with servers of records and clients, and a bad network between directors. */
final class FailoverRegion implements AutoCloseable {
    /** The lab's folder. */
    static final Path STATE = Path.of("/run/sluice-failover");

    private static final String PREFIX = "sluice-f-";
    private static final int BACKENDS = 3;
    private static final int SEED = 20_261;
    private static final Pattern MASTER =
            Pattern.compile("(?m)^sluice_vrrp_master\\{[^}]*router=\"10\"[^}]*} ([01])");

    private static final Pattern BY = Pattern.compile("\\bvia ");
    private static final List<String> SOCKETS = List.of("tcp", "tcp6");

    /** FIN-WAIT-1, LAST-ACK and CLOSING at the servers' port. */
    private static final Pattern CLOSING =
            Pattern.compile(
                    "^ *[0-9]+: [0-9A-F]+:%04X ([0-9A-F:]+) (?:04|09|0B) "
                            .formatted(FailoverConfiguration.PORT));

    private final Lab lab = new Lab(STATE);
    private final FailoverPlan plan;
    private final Region region;
    private final Map<String, NetworkSpace> spaces = new HashMap<>();
    private final List<Child> servers = new ArrayList<>();
    private final List<Door> doors;
    private final Talks talks;
    private final IdleClients idle;
    private final Impairer syncNetwork;

    private FailoverRegion(FailoverPlan plan, FailoverConfiguration configuration, Region region)
            throws IOException, LabFailure {
        this.plan = plan;
        this.region = region;
        this.doors = configuration.doors();
        for (RegionNode backend : region.nodes(NodeKind.BACKEND)) {
            servers.add(server(backend));
        }
        idle = IdleClients.start(PREFIX + "client", doors, plan.idle());
        talks =
                Talks.start(
                        space(PREFIX + "client")::newThread, doors, Talks.SILENCE, plan.everyMs());
        syncNetwork = impairer();
    }

    /** Makes it; what an earlier one left behind goes. */
    static FailoverRegion up(FailoverPlan plan, Consumer<String> progress) throws LabFailure {
        var size = new RegionSize(plan.directors(), 1, BACKENDS, 1, plan.ownership()).checked();
        var configuration = new FailoverConfiguration(plan, size);
        clear();
        Lab lab = new Lab(STATE);
        Region region = lab.up(configuration.labPlan(PREFIX), progress);
        try {
            return new FailoverRegion(plan, configuration, region);
        } catch (IOException | LabFailure e) {
            lab.down(PREFIX);
            throw new LabFailure("cannot start servers and clients: " + e.getMessage(), e);
        }
    }

    /** Takes away what there is of one, whoever made it. */
    static void clear() throws LabFailure {
        new Lab(STATE).down(PREFIX);
    }

    private NetworkSpace space(String name) {
        return spaces.computeIfAbsent(name, NetworkSpace::open);
    }

    private Child server(RegionNode backend) throws LabFailure {
        var arguments = new ArrayList<String>();
        arguments.add(Integer.toString(backend.number()));
        arguments.add(Integer.toString(FailoverConfiguration.PORT));
        arguments.add(backend.address4(Network.BACK));
        arguments.add(backend.address6(Network.BACK));
        doors.forEach(door -> arguments.add(door.address()));
        return Child.start(region.namespace(backend), ServerProcess.class, arguments);
    }

    private Impairer impairer() {
        var ports = new ArrayList<String>();
        for (RegionNode director : directors()) {
            String link = Network.SYNC.label();
            // What is forwarded by hand must be whole.
            space(region.namespace(director))
                    .exec("ethtool", "-K", link, "tx", "off", "tso", "off", "gso", "off");
            ports.add(link.charAt(0) + "-" + director.name());
        }
        return Impairer.start(space(region.switchNamespace()), Network.SYNC.label(), ports, SEED);
    }

    Lab lab() {
        return lab;
    }

    Talks talks() {
        return talks;
    }

    /** Connections that say nothing. */
    IdleClients idle() {
        return idle;
    }

    /** What the network between directors is from now on. */
    void syncNetwork(Impairment next) {
        syncNetwork.be(next);
    }

    List<RegionNode> directors() {
        return region.nodes(NodeKind.DIRECTOR);
    }

    /** Starts a director again, with its cables in. */
    void start(RegionNode director) throws LabFailure {
        lab.start(director, plan.launcher());
    }

    /** The path of {@code ./sluice}. */
    Path launcher() {
        return plan.launcher();
    }

    /** The director that carries the traffic, or one of them. */
    RegionNode carrier() {
        return directors().getFirst();
    }

    /** Whether addresses are where they are when all is well. */
    boolean isSettled() {
        if (plan.synchronised() && !directors().stream().allMatch(this::isComplete)) {
            return false;
        }
        return plan.ownership() == Ownership.VRRP
                ? isMaster(carrier()) && directors().stream().filter(this::isMaster).count() == 1
                : routes() >= plan.directors();
    }

    private boolean isMaster(RegionNode director) {
        List<String> each =
                MASTER.matcher(figures(director).text()).results().map(is -> is.group(1)).toList();
        return each.size() == plan.families().size() && !each.contains("0");
    }

    /** By how many directors the router reaches the address that has the fewest. */
    private long routes() {
        return doors.stream().mapToLong(this::routes).min().orElse(0);
    }

    private long routes(Door door) {
        String family = door.isIpv6() ? "-6" : "-4";
        String route = space(PREFIX + "router").exec("ip", family, "route", "show", door.address());
        return BY.matcher(route).results().count();
    }

    /** How many segments clients and servers have sent again. */
    long sentAgain() {
        long again = Losses.again(space(PREFIX + "client"));
        for (RegionNode backend : region.nodes(NodeKind.BACKEND)) {
            again += Losses.again(space(region.namespace(backend)));
        }
        return again;
    }

    /** How many connections servers cannot end, for the last ACK has not come. */
    int unfinished() {
        Set<String> before = closing();
        FailoverRun.pause(Duration.ofMillis(300));
        before.retainAll(closing());
        return before.size();
    }

    private Set<String> closing() {
        var closing = new TreeSet<String>();
        for (RegionNode backend : region.nodes(NodeKind.BACKEND)) {
            NetworkSpace space = space(region.namespace(backend));
            for (String sockets : SOCKETS) {
                space
                        .call(() -> Files.readAllLines(Path.of("/proc/thread-self/net", sockets)))
                        .stream()
                        .map(CLOSING::matcher)
                        .filter(Matcher::find)
                        .forEach(found -> closing.add(backend.name() + found.group(1)));
            }
        }
        return closing;
    }

    /** Whether a director knows all sessions, and hears all others. */
    private boolean isComplete(RegionNode director) {
        var figures = figures(director);
        return figures.of("sluice_sync_complete") == 1
                && figures.of("sluice_sync_peers") == plan.directors() - 1;
    }

    /** Whether all directors know the same sessions, and each has told all that it knows. */
    boolean agree() {
        List<Figures> all = directors().stream().map(this::figures).toList();
        return all.stream().allMatch(one -> one.of("sluice_sync_lag_datagrams") == 0)
                && all.stream().mapToDouble(one -> one.of("sluice_sync_digest")).distinct().count()
                        == 1;
    }

    /** What changed hands so far at all directors. */
    Changes changes() {
        return Changes.of(directors().stream().map(this::figures).toList());
    }

    /** What a director's metrics say now. */
    Figures figures(RegionNode director) {
        return Figures.of(space(region.namespace(director)));
    }

    @Override
    public void close() {
        talks.close();
        idle.close();
        servers.forEach(Child::close);
        syncNetwork.close();
        spaces.values().forEach(NetworkSpace::close);
        try {
            lab.down(PREFIX);
        } catch (LabFailure e) {
            // What is left, the next one clears.
        }
    }
}
