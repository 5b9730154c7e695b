package dev.sluice.app.lab;

import dev.sluice.app.client.ConfigurationFile;
import dev.sluice.lab.region.Network;
import dev.sluice.lab.region.NodeKind;
import dev.sluice.lab.region.Ownership;
import dev.sluice.lab.region.Region;
import dev.sluice.lab.region.RegionSize;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * The example's configuration for another number of backends and directors: every group of servers
 * that begins with the first backend gets all of them, and there is a director for each.
 *
 * @param virtualAddresses of the example: where directors elect a master, it is of these
 */
record SizedTree(RegionSize size, List<String> virtualAddresses) {
    private static final int PRIORITY = 200;

    Tree.Mapping of(Tree example) {
        if (!(example instanceof Tree.Mapping file)) {
            throw new AssertionError("the example is a mapping");
        }
        Tree.Mapping grown = replace(file, "serverGroups", this::allGroups);
        return replace(grown, "directors", this::directors);
    }

    private Tree allGroups(Tree groups) {
        var items = new ArrayList<Tree>();
        for (Tree group : ((Tree.Sequence) groups).items()) {
            items.add(replace((Tree.Mapping) group, "servers", this::servers));
        }
        return new Tree.Sequence(items, groups.at());
    }

    private Tree servers(Tree servers) {
        Tree.Mapping first = first(servers);
        String address = ConfigurationFile.field(first, "address").orElse("");
        if (address.equals(Network.BACK.address4(NodeKind.BACKEND.host(1)))) {
            return servers(first, Network.BACK::address4);
        }
        return servers(first, Network.BACK::address6);
    }

    private Tree servers(Tree.Mapping first, IntFunction<String> address) {
        var items = new ArrayList<Tree>();
        for (int number = 1; number <= size.backends(); number++) {
            String own = address.apply(NodeKind.BACKEND.host(number));
            items.add(replace(first, "address", at -> text(own, at)));
        }
        return new Tree.Sequence(items, first.at());
    }

    private Tree directors(Tree directors) {
        Tree.Mapping first = first(directors);
        var items = new ArrayList<Tree>();
        for (int number = 1; number <= size.directors(); number++) {
            String name = NodeKind.DIRECTOR.name(number);
            var local = List.of(Region.localAddresses4(number), Region.localAddresses6(number));
            Tree.Mapping named = replace(first, "name", at -> text(name, at));
            Tree.Mapping own = replace(named, "localAddresses", at -> texts(local, at));
            items.add(size.ownership() == Ownership.VRRP ? elected(own, number) : own);
        }
        return new Tree.Sequence(items, directors.at());
    }

    /** Master is the first director that lives. */
    private Tree.Mapping elected(Tree.Mapping director, int number) {
        var routers = new ArrayList<Tree>();
        for (String address : virtualAddresses) {
            var router = new LinkedHashMap<String, Tree>();
            router.put("id", number("10", director));
            router.put("interface", text(Network.FRONT.label(), director));
            router.put("priority", number(String.valueOf(PRIORITY - 10 * number), director));
            router.put("interval", text("100ms", director));
            router.put("syncGroup", text("lab", director));
            router.put("addresses", texts(List.of(address), director));
            routers.add(new Tree.Mapping(router, director.at()));
        }
        var fields = new LinkedHashMap<>(director.fields());
        fields.put("vrrp", new Tree.Sequence(routers, director.at()));
        return new Tree.Mapping(fields, director.at());
    }

    private static Tree.Mapping first(Tree list) {
        return (Tree.Mapping) ((Tree.Sequence) list).items().getFirst();
    }

    private static Tree text(String value, Tree before) {
        return new Tree.Scalar(value, true, before.at());
    }

    private static Tree number(String value, Tree before) {
        return new Tree.Scalar(value, false, before.at());
    }

    private static Tree texts(List<String> values, Tree before) {
        return new Tree.Sequence(
                values.stream().map(value -> text(value, before)).toList(), before.at());
    }

    private static Tree.Mapping replace(
            Tree.Mapping mapping, String field, UnaryOperator<Tree> change) {
        var fields = new LinkedHashMap<>(mapping.fields());
        fields.computeIfPresent(field, (_, before) -> change.apply(before));
        return new Tree.Mapping(fields, mapping.at());
    }
}
