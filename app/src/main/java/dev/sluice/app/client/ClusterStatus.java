package dev.sluice.app.client;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/** Directors' parts in their cluster, as tables; none where directors stand alone. */
final class ClusterStatus {
    private ClusterStatus() {}

    static void print(Iterable<JsonNode> nodes, PrintStream out) {
        List<Table> tables =
                List.of(sync(nodes), lvs(nodes), routers(nodes), peers(nodes), refused(nodes));
        for (Table table : tables) {
            if (!table.isEmpty()) {
                out.println();
                table.print(out);
            }
        }
    }

    private static Table sync(Iterable<JsonNode> nodes) {
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

    private static Table lvs(Iterable<JsonNode> nodes) {
        return each(
                nodes,
                "lvs",
                new Table(
                        "DIRECTOR",
                        "LVS",
                        "MESSAGES IN>",
                        "OUT>",
                        "SESSIONS IN>",
                        "OUT>",
                        "LEFT OUT>",
                        "REFUSED"),
                (director, group) ->
                        List.of(
                                director,
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
                                counts(group.path("refused"))));
    }

    private static Table refused(Iterable<JsonNode> nodes) {
        return each(
                nodes,
                "refused",
                new Table("DIRECTOR", "REFUSED>", "MESSAGES"),
                (director, refused) ->
                        List.of(director, text(refused, "count"), text(refused, "what")));
    }

    private static Table routers(Iterable<JsonNode> nodes) {
        return each(
                nodes,
                "virtualRouters",
                new Table(
                        "DIRECTOR",
                        "VIRTUAL ROUTER",
                        "STATE",
                        "SINCE",
                        "PRIORITY>",
                        "MASTER",
                        "ADDRESSES",
                        "WHY"),
                (director, router) ->
                        List.of(
                                director,
                                text(router, "id")
                                        + " "
                                        + text(router, "interface")
                                        + " "
                                        + text(router, "family"),
                                text(router, "state")
                                        + (router.path("incomplete").asBoolean()
                                                ? ", incomplete"
                                                : ""),
                                text(router, "since"),
                                router.path("priority").asInt(),
                                text(router, "master"),
                                joined(router.path("addresses")),
                                text(router, "why")));
    }

    private static Table peers(Iterable<JsonNode> nodes) {
        return each(
                nodes,
                "bgpPeers",
                new Table("DIRECTOR", "BGP PEER", "STATE", "SINCE", "ROUTES>", "BFD", "LAST END"),
                (director, peer) ->
                        List.of(
                                director,
                                text(peer, "address") + " as " + text(peer, "as"),
                                text(peer, "state"),
                                text(peer, "since"),
                                peer.path("routes").asInt(),
                                peer.path("bfd").asString("none"),
                                text(peer, "lastEnd")));
    }

    /** A row for each of what directors have several of. */
    private static Table each(
            Iterable<JsonNode> nodes,
            String field,
            Table table,
            BiFunction<String, JsonNode, List<?>> row) {
        for (JsonNode node : nodes) {
            for (JsonNode one : node.path("cluster").path(field)) {
                table.row(row.apply(text(node, "name"), one).toArray());
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
