package dev.sluice.lab.failover;

import dev.sluice.lab.process.LabFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Idle connections, in as many processes as it takes. */
final class IdleClients implements AutoCloseable {
    private static final int EACH_MOST = 12_000;

    private final List<Child> children = new ArrayList<>();
    private final int connections;

    private IdleClients(int connections) {
        this.connections = connections;
    }

    /** Starts the processes; connections come with {@link #fill}. */
    static IdleClients start(String namespace, List<Door> doors, int connections)
            throws LabFailure {
        List<String> arguments =
                doors.stream()
                        .map(door -> door.method() + "=" + door.address() + ":" + door.port())
                        .toList();
        var clients = new IdleClients(connections);
        for (int left = connections; left > 0; left -= EACH_MOST) {
            clients.children.add(Child.start(namespace, IdleProcess.class, arguments));
        }
        return clients;
    }

    /** Forgets what broke, and opens what is missing. */
    void fill() throws LabFailure {
        for (int i = 0; i < children.size(); i++) {
            int share = connections / children.size();
            int rest = i == 0 ? connections % children.size() : 0;
            children.get(i).ask("fill " + (share + rest));
        }
    }

    /** Has one half of them say something. */
    void say(int half) throws LabFailure {
        for (Child child : children) {
            child.ask("say " + half);
        }
    }

    /** Whether all that said something have been answered, or are broken. */
    boolean areAnswered() throws LabFailure {
        for (Child child : children) {
            if (!child.ask("silent").equals("0")) {
                return false;
            }
        }
        return true;
    }

    /** What became of them. */
    Fates fates() throws LabFailure {
        var all = new Fates(Map.of(), Map.of());
        for (Child child : children) {
            all = all.plus(Fates.parse(child.ask("fates")));
        }
        return all;
    }

    @Override
    public void close() {
        children.forEach(Child::close);
    }
}
