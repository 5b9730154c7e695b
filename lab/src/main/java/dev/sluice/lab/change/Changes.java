package dev.sluice.lab.change;

import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.tls.IssuedCertificate;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The sorts of change that the storm takes in turn. In even rounds each goes one way, in odd back.
 */
final class Changes {
    private Changes() {}

    static List<Change> on(Stage stage) throws LabFailure {
        return List.of(
                new Weight(stage),
                new Servers(stage),
                new Rule(stage),
                new NewCertificate(stage, stage.authority().clientTls()),
                new AnotherListener(stage),
                new SwappedGroup(stage));
    }

    private static boolean isEven(int round) {
        return round % 2 == 0;
    }

    /** Whether the next request, on a new connection, is answered by that backend. */
    private static boolean answers(Stage stage, String listener, String path, String backend)
            throws IOException {
        try (HttpConnection connection = HttpConnection.open(stage.port(listener), null)) {
            return connection.get(path, true).startsWith("hello from " + backend + ":");
        }
    }

    /** All the weight goes from one server to the other. */
    private record Weight(Stage stage) implements Change {
        @Override
        public String name() {
            return "weight";
        }

        @Override
        public void apply(int round) throws LabFailure {
            int ofTwo = isEven(round) ? 0 : 100; // begins with 100
            List<Stage.Member> servers =
                    List.of(stage.serverOne(100 - ofTwo), stage.serverTwo(ofTwo));
            stage.change("serverGroups", "storm-weight", Map.of("servers", servers));
        }

        @Override
        public boolean isVisible(int round) throws IOException {
            return answers(stage, "storm-http", "/weight", isEven(round) ? Stage.ONE : Stage.TWO);
        }
    }

    /**
     * A second server joins and leaves; equals take turns, so two requests of a connection tell.
     */
    private record Servers(Stage stage) implements Change {
        @Override
        public String name() {
            return "server added and removed";
        }

        @Override
        public void apply(int round) throws LabFailure {
            List<Stage.Member> servers =
                    isEven(round)
                            ? List.of(stage.serverOne(100), stage.serverTwo(100))
                            : List.of(stage.serverOne(100));
            stage.change("serverGroups", "storm-servers", Map.of("servers", servers));
        }

        @Override
        public boolean isVisible(int round) throws IOException {
            try (HttpConnection connection = HttpConnection.open(stage.port("storm-http"), null)) {
                String both = connection.get("/servers", false) + connection.get("/servers", true);
                return both.contains(Stage.TWO) == isEven(round);
            }
        }
    }

    /** A path goes to another group, and back to the listener's own. */
    private record Rule(Stage stage) implements Change {
        @Override
        public String name() {
            return "rule added and removed";
        }

        @Override
        public void apply(int round) throws LabFailure {
            if (isEven(round)) {
                stage.rule("storm-rule", "/rule", "storm-other");
            } else {
                stage.remove("rules", "storm-rule");
            }
        }

        @Override
        public boolean isVisible(int round) throws IOException {
            return answers(stage, "storm-http", "/rule", isEven(round) ? Stage.TWO : Stage.ONE);
        }
    }

    /** The HTTPS listener's certificate becomes a new one, with a new key. */
    private static final class NewCertificate implements Change {
        private final Stage stage;
        private final SSLContext tls;
        private BigInteger wanted = BigInteger.ZERO;

        NewCertificate(Stage stage, SSLContext tls) {
            this.stage = stage;
            this.tls = tls;
        }

        @Override
        public String name() {
            return "certificate replaced";
        }

        @Override
        public void apply(int round) throws LabFailure {
            IssuedCertificate issued = stage.authority().issue(Stage.DOMAIN);
            wanted = issued.serialNumber();
            stage.certificate(issued);
        }

        @Override
        public boolean isVisible(int round) throws IOException {
            InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
            try (SSLSocket socket =
                    (SSLSocket)
                            tls.getSocketFactory()
                                    .createSocket(loopback, stage.port("storm-https"))) {
                socket.startHandshake();
                X509Certificate shown =
                        (X509Certificate) socket.getSession().getPeerCertificates()[0];
                return shown.getSerialNumber().equals(wanted);
            }
        }
    }

    /** One more listener opens, and is removed. */
    private record AnotherListener(Stage stage) implements Change {
        private static final String NAME = "storm-another";

        @Override
        public String name() {
            return "listener opened and closed";
        }

        @Override
        public void apply(int round) throws LabFailure {
            if (isEven(round)) {
                stage.listener(NAME, "http", "storm-other", Map.of());
            } else {
                stage.remove("listeners", NAME);
            }
        }

        @Override
        public boolean isVisible(int round) throws IOException {
            return isEven(round) ? isOpen() : isClosed();
        }

        private boolean isOpen() throws IOException {
            try {
                return answers(stage, NAME, "/", Stage.TWO);
            } catch (ConnectException e) {
                return false; // not listening yet
            }
        }

        private boolean isClosed() throws IOException {
            try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), stage.port(NAME))) {
                return !socket.isConnected();
            } catch (SocketException e) {
                return true; // refused, or reset: it had come just before the port closed
            }
        }
    }

    /** A listener's requests go to another group. */
    private record SwappedGroup(Stage stage) implements Change {
        @Override
        public String name() {
            return "listener's group swapped";
        }

        @Override
        public void apply(int round) throws LabFailure {
            String group = isEven(round) ? "storm-other" : "storm-main";
            stage.change("listeners", "storm-swap", Map.of("serverGroup", group));
        }

        @Override
        public boolean isVisible(int round) throws IOException {
            return answers(stage, "storm-swap", "/", isEven(round) ? Stage.TWO : Stage.ONE);
        }
    }
}
