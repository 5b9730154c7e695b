package dev.sluice.app.client;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The admin API's status as tables: listeners of each load balancer, servers of each group. */
public final class StatusText {
    private static final String INDENT = "  ";
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};
    private static final double STEP = 1000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private StatusText() {}

    public static void print(JsonNode status, PrintStream out) {
        List<JsonNode> nodes = sorted(status.path("nodes"), "name");
        for (JsonNode node : nodes) {
            printNode(node, status.path("revision").asLong(), out);
        }
        ClusterStatus.print(nodes, out);
        OffloadStatus.print(nodes, out);
        for (JsonNode loadBalancer : status.path("loadBalancers")) {
            printLoadBalancer(loadBalancer, out);
        }
        if (status.path("loadBalancers").isEmpty()) {
            out.println("Nothing is configured yet: ./sluice apply -f FILE");
        }
        printServers(status.path("serverGroups"), out);
        out.flush();
    }

    /** By a field, the tenth behind the ninth. */
    private static List<JsonNode> sorted(JsonNode all, String field) {
        var sorted = new ArrayList<JsonNode>();
        all.forEach(sorted::add);
        sorted.sort(
                Comparator.comparing(one ->
                        NUMBER.matcher(one.path(field).asString(""))
                                .replaceAll(number -> "%20s".formatted(number.group()))));
        return sorted;
    }

    private static void printNode(JsonNode node, long newest, PrintStream out) {
        long revision = node.path("revision").asLong();
        out.printf(
                Locale.ROOT,
                "node %s: revision %d%s%n",
                node.path("name").asString(""),
                revision,
                revision < newest ? " of " + newest : "");
        if (!node.path("failure").asString("").isEmpty()) {
            out.println(INDENT + node.path("failure").asString(""));
        }
        for (JsonNode refusal : node.path("refusals")) {
            out.println(INDENT + refusal.path("message").asString(""));
        }
    }

    private static void printLoadBalancer(JsonNode loadBalancer, PrintStream out) {
        out.println();
        out.println(
                "load balancer "
                        + loadBalancer.path("name").asString("")
                        + " on "
                        + loadBalancer.path("address").asString(""));
        var table =
                new Table(
                        "LISTENER",
                        "PROTOCOL",
                        "PORT>",
                        "STATE",
                        "CONNECTIONS>",
                        "NEW/S>",
                        "REQUESTS>",
                        "REQUESTS/S>",
                        "IN/S>",
                        "OUT/S>");
        for (JsonNode listener : loadBalancer.path("listeners")) {
            table.row(
                    listener.path("name").asString(""),
                    listener.path("protocol").asString(""),
                    listener.path("port").asInt(),
                    state(listener),
                    listener.path("activeConnections").asLong(),
                    rate(listener.path("connectionsPerSecond")),
                    listener.path("requests").asLong(),
                    rate(listener.path("requestsPerSecond")),
                    bytes(listener.path("bytesInPerSecond")),
                    bytes(listener.path("bytesOutPerSecond")));
        }
        table.print(out, INDENT);
    }

    /** A started listener is only worth the word if it is served. */
    private static String state(JsonNode listener) {
        String state = listener.path("state").asString("");
        boolean served = listener.path("programmed").asString("").equals("True");
        return state.equals("started") && !served ? listener.path("reason").asString("?") : state;
    }

    private static void printServers(JsonNode groups, PrintStream out) {
        var heading =
                new ArrayList<>(
                        List.of(
                                "SERVER GROUP",
                                "SERVER",
                                "WEIGHT>",
                                "HEALTH",
                                "CONNECTIONS>",
                                "REQUESTS>",
                                "REQUESTS/S>",
                                "CAUSE"));
        boolean areSeveral = nodes(groups).size() > 1;
        if (areSeveral) {
            heading.add(0, "NODE");
        }
        var table = new Table(heading.toArray(String[]::new));
        for (JsonNode group : groups) {
            for (JsonNode server : sorted(group.path("servers"), "node")) {
                List<Object> row = server(group, server);
                if (areSeveral) {
                    row.add(0, server.path("node").asString(""));
                }
                table.row(row.toArray());
            }
        }
        if (!table.isEmpty()) {
            out.println();
            table.print(out);
        }
    }

    /** Each looks at the servers itself. */
    private static Set<String> nodes(JsonNode groups) {
        var nodes = new HashSet<String>();
        for (JsonNode group : groups) {
            for (JsonNode server : group.path("servers")) {
                nodes.add(server.path("node").asString(""));
            }
        }
        return nodes;
    }

    private static List<Object> server(JsonNode group, JsonNode server) {
        return new ArrayList<>(
                List.of(
                        group.path("name").asString(""),
                        server.path("endpoint").asString(""),
                        server.path("weight").asInt(),
                        server.path("health").asString(""),
                        server.path("activeConnections").asLong(),
                        server.path("requests").asLong(),
                        rate(server.path("requestsPerSecond")),
                        server.path("cause").asString("")));
    }

    private static String rate(JsonNode perSecond) {
        return String.format(Locale.ROOT, "%.1f", perSecond.asDouble(0));
    }

    private static String bytes(JsonNode perSecond) {
        double value = perSecond.asDouble(0);
        int unit = 0;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f%s" : "%.1f%s", value, UNITS[unit]);
    }
}
