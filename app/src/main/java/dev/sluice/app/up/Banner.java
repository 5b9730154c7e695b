package dev.sluice.app.up;

import dev.sluice.app.client.Table;
import dev.sluice.model.Catalog;
import dev.sluice.model.Kind;
import dev.sluice.model.Listener;
import dev.sluice.model.ListenerState;
import dev.sluice.model.LoadBalancer;
import dev.sluice.model.Stored;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What a start says: where things are, what listens, and what to try. */
final class Banner {
    private static final String INDENT = "  ";

    private Banner() {}

    static void print(PrintStream out, Installation installation, List<String> toTry) {
        var contact = installation.contact();
        out.println("Sluice is up.");
        out.println(
                INDENT
                        + "admin API http://"
                        + contact.admin()
                        + ", token in "
                        + contact.tokenFile());
        Table table = listeners(installation.catalog());
        if (table.isEmpty()) {
            out.println(INDENT + "nothing is configured yet: ./sluice apply -f FILE");
        } else {
            out.println();
            table.print(out, INDENT);
        }
        if (!toTry.isEmpty()) {
            out.println();
            out.println("Try, more than once:");
            toTry.forEach(command -> out.println(INDENT + command));
        }
        out.println();
        out.println("Stop it with Ctrl-C.");
        out.flush();
    }

    private static Table listeners(Catalog catalog) {
        var table = new Table("LOAD BALANCER", "LISTENER", "PROTOCOL", "ADDRESS");
        for (Stored stored : catalog.all(Kind.LISTENER)) {
            if (stored.resource() instanceof Listener listener
                    && listener.state() == ListenerState.STARTED) {
                table.row(
                        listener.loadBalancer(),
                        listener.name(),
                        listener.protocol().name().toLowerCase(Locale.ROOT),
                        address(catalog, listener) + ":" + listener.port());
            }
        }
        return table;
    }

    private static String address(Catalog catalog, Listener listener) {
        String address =
                catalog.resolve(Kind.LOAD_BALANCER, listener.account(), listener.loadBalancer())
                        .map(Stored::resource)
                        .filter(LoadBalancer.class::isInstance)
                        .map(resource -> ((LoadBalancer) resource).address())
                        .orElse("?");
        return address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    }
}
