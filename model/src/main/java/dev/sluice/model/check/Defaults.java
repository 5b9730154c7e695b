package dev.sluice.model.check;

import dev.sluice.model.Listener;
import dev.sluice.model.Protocol;
import dev.sluice.model.shape.RecordReader;
import dev.sluice.model.shape.Words;
import dev.sluice.model.tree.Position;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Resources that hold nothing but defaults, to compare others with. */
final class Defaults {
    private static final Position NOWHERE = new Position("default", 0);

    private Defaults() {}

    static Listener listener(String loadBalancer, Protocol protocol, int port) {
        var fields = new LinkedHashMap<String, Tree>();
        fields.put("loadBalancer", new Tree.Scalar(loadBalancer, true, NOWHERE));
        fields.put("protocol", new Tree.Scalar(Words.of(protocol), true, NOWHERE));
        fields.put("port", new Tree.Scalar(Integer.toString(port), false, NOWHERE));
        List<Problem> problems = new ArrayList<>();
        Listener listener =
                RecordReader.read(new Tree.Mapping(fields, NOWHERE), Listener.class, "", problems);
        if (listener == null) {
            throw new AssertionError("a listener's own fields are not enough: " + problems);
        }
        return listener;
    }
}
