package dev.sluice.app.client;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Directors' parts in their cluster, as tables; none where directors stand alone. */
final class ClusterStatus {
    private ClusterStatus() {}

    static void print(JsonNode nodes, PrintStream out) {
        List<Table> tables =
                List.of(sync(nodes), lvs(nodes), routers(nodes), peers(nodes), refused(nodes));
        for (Table table : tables) {
            if (!table.isEmpty()) {
                out.println();
                table.print(out);
            }
        }
    }

    private static Table sync(JsonNode nodes) {
        var table =
                new Table(
                        "DIRECTOR",
                        "DUTY",
                        "COMPLETE",
                        "OWNED>",
                        "MIRRORED>",
                        "SAFE>",
                        "AT RISK",
                        "LAG>",
                        "PEERS");
        for (JsonNode node : nodes) {
            JsonNode cluster = node.path("cluster");
            JsonNode sync = cluster.path("sync");
            if (!cluster.isMissingNode()) {
                boolean shares = !sync.isMissingNode();
                table.row(
                        text(node, "name"),
                        text(cluster, "duty"),
                        shares ? sync.path("complete").asBoolean() ? "yes" : "no" : "-",
                        shares ? text(sync, "owned") : "-",
                        shares ? text(sync, "mirrored") : "-",
                        shares ? text(sync, "safe") : "-",
                        shares ? counts(sync.path("atRisk")) : "not shared",
                        shares ? text(sync, "lagMs") + " ms" : "-",
                        peersOf(sync));
            }
        }
        return table;
    }

    private static String peersOf(JsonNode sync) {
        var peers = new ArrayList<String>();
        for (JsonNode peer : sync.path("peers")) {
            String name = text(peer, "name");
            peers.add(
                    (name.isEmpty() ? text(peer, "number") : name)
                            + (peer.path("live").asBoolean() ? "" : " (silent)"));
        }
        return String.join(", ", peers);
    }

    private static String counts(JsonNode counts) {
        var words = new ArrayList<String>();
        for (JsonNode count : counts) {
            if (count.path("count").asLong() != 0) {
                words.add(text(count, "count") + " " + text(count, "what"));
            }
        }
        return words.isEmpty() ? "0" : String.join(", ", words);
    }

    private static Table lvs(JsonNode nodes) {
        var table =
                new Table(
                        "DIRECTOR",
                        "LVS",
                        "MESSAGES IN>",
                        "OUT>",
                        "SESSIONS IN>",
                        "OUT>",
                        "LEFT OUT>",
                        "REFUSED");
        for (JsonNode node : nodes) {
            for (JsonNode group : node.path("cluster").path("lvs")) {
                table.row(
                        text(node, "name"),
                        text(group, "name")
                                + " port "
                                + text(group, "port")
                                + " syncid "
                                + text(group, "syncId"),
                        text(group, "messagesIn"),
                        text(group, "messagesOut"),
                        text(group, "sessionsIn"),
                        text(group, "sessionsOut"),
                        text(group, "leftOut"),
                        counts(group.path("refused")));
            }
        }
        return table;
    }

    private static Table refused(JsonNode nodes) {
        var table = new Table("DIRECTOR", "REFUSED>", "MESSAGES");
        for (JsonNode node : nodes) {
            for (JsonNode refused : node.path("cluster").path("refused")) {
                table.row(text(node, "name"), text(refused, "count"), text(refused, "what"));
            }
        }
        return table;
    }

    private static Table routers(JsonNode nodes) {
        var table =
                new Table(
                        "DIRECTOR",
                        "VIRTUAL ROUTER",
                        "STATE",
                        "SINCE",
                        "PRIORITY>",
                        "MASTER",
                        "ADDRESSES",
                        "WHY");
        for (JsonNode node : nodes) {
            for (JsonNode router : node.path("cluster").path("virtualRouters")) {
                table.row(
                        text(node, "name"),
                        text(router, "id")
                                + " "
                                + text(router, "interface")
                                + " "
                                + text(router, "family"),
                        text(router, "state")
                                + (router.path("incomplete").asBoolean() ? ", incomplete" : ""),
                        text(router, "since"),
                        router.path("priority").asInt(),
                        text(router, "master"),
                        joined(router.path("addresses")),
                        text(router, "why"));
            }
        }
        return table;
    }

    private static Table peers(JsonNode nodes) {
        var table =
                new Table("DIRECTOR", "BGP PEER", "STATE", "SINCE", "ROUTES>", "BFD", "LAST END");
        for (JsonNode node : nodes) {
            for (JsonNode peer : node.path("cluster").path("bgpPeers")) {
                table.row(
                        text(node, "name"),
                        text(peer, "address") + " as " + text(peer, "as"),
                        text(peer, "state"),
                        text(peer, "since"),
                        peer.path("routes").asInt(),
                        peer.path("bfd").asString("none"),
                        text(peer, "lastEnd"));
            }
        }
        return table;
    }

    private static String joined(JsonNode texts) {
        var words = new ArrayList<String>();
        texts.forEach(text -> words.add(text.asString("")));
        return String.join(" ", words);
    }

    private static String text(JsonNode of, String field) {
        return of.path(field).asString("");
    }
}
