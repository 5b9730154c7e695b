package dev.sluice.app.lab;

import dev.sluice.app.client.ConfigurationFile;
import dev.sluice.lab.region.Network;
import dev.sluice.lab.region.NodeKind;
import dev.sluice.lab.region.RegionSize;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * The example's configuration for another number of backends: every group of servers that begins
 * with the first backend gets all of them. Its director goes, for there is a text for each.
 */
record SizedTree(RegionSize size) {
    Tree.Mapping of(Tree example) {
        if (!(example instanceof Tree.Mapping file)) {
            throw new AssertionError("the example is a mapping");
        }
        var fields = new LinkedHashMap<>(file.fields());
        fields.remove("directors");
        return replace(new Tree.Mapping(fields, file.at()), "serverGroups", this::allGroups);
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

    private static Tree.Mapping first(Tree list) {
        return (Tree.Mapping) ((Tree.Sequence) list).items().getFirst();
    }

    private static Tree text(String value, Tree before) {
        return new Tree.Scalar(value, true, before.at());
    }

    private static Tree.Mapping replace(
            Tree.Mapping mapping, String field, UnaryOperator<Tree> change) {
        var fields = new LinkedHashMap<>(mapping.fields());
        fields.computeIfPresent(field, (_, before) -> change.apply(before));
        return new Tree.Mapping(fields, mapping.at());
    }
}
