package dev.sluice.control.identity;

import dev.sluice.model.node.Fleet;
import dev.sluice.model.node.Fleet.ProxyNode;
import dev.sluice.model.node.Role;
import dev.sluice.model.shape.Words;
import dev.sluice.node.join.Badge;
import dev.sluice.node.join.OwnerFile;
import dev.sluice.node.wire.RecordJson;
import dev.sluice.node.wire.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The nodes that have joined, in {@code nodes.json}: a node stays until it is removed, whether it
 * is there or not. Guarded by this object's monitor.
 */
public final class NodeRegister {
    private final Path file;
    private final Map<String, JoinedNode> nodes = new TreeMap<>();

    /** A line of the file. */
    record Row(String name, String role, String id, String address) {}

    /** The file. */
    record All(List<Row> nodes) {}

    private NodeRegister(Path file) {
        this.file = file;
    }

    static NodeRegister open(Path folder) throws IOException {
        var register = new NodeRegister(folder.resolve("nodes.json"));
        if (Files.exists(register.file)) {
            for (Row row :
                    RecordJson.read(Files.readString(register.file).strip(), All.class).nodes()) {
                Role role =
                        Badge.role(row.role())
                                .orElseThrow(() ->
                                        new Unreadable(
                                                register.file
                                                        + ": no role is called "
                                                        + row.role()));
                register.nodes.put(
                        row.name(),
                        new JoinedNode(new Badge(role, row.name(), row.id()), row.address()));
            }
        }
        return register;
    }

    /** All of them, by name. */
    public synchronized List<JoinedNode> all() {
        return List.copyOf(nodes.values());
    }

    public synchronized Optional<JoinedNode> find(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /** Adds a node, in place of one that had its name before. */
    public synchronized void put(JoinedNode node) throws IOException {
        JoinedNode before = nodes.put(node.name(), node);
        if (!node.equals(before)) {
            save();
        }
    }

    /**
     * Forgets a node: its certificate is worth nothing any more.
     *
     * @return whether there was one
     */
    public synchronized boolean remove(String name) throws IOException {
        if (nodes.remove(name) == null) {
            return false;
        }
        save();
        return true;
    }

    /** What directors need to know of the proxies. */
    public synchronized Fleet fleet() {
        return new Fleet(
                nodes.values().stream()
                        .filter(node -> node.role() == Role.PROXY && !node.address().isEmpty())
                        .map(node -> new ProxyNode(node.name(), node.address()))
                        .toList());
    }

    private void save() throws IOException {
        List<Row> rows =
                nodes.values().stream()
                        .map(node ->
                                new Row(
                                        node.name(),
                                        Words.of(node.role()),
                                        node.badge().id(),
                                        node.address()))
                        .toList();
        OwnerFile.write(file, RecordJson.write(new All(rows)) + "\n");
    }
}
