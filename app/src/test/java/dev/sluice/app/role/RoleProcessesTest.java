package dev.sluice.app.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.client.DataFolder;
import dev.sluice.app.command.Said;
import dev.sluice.app.scenario.FreePorts;
import dev.sluice.app.scenario.HttpBackend;
import dev.sluice.app.scenario.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control and a proxy as processes of their own, as on two machines. */
class RoleProcessesTest {
    private static final long PATIENCE_NS = 60_000_000_000L;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final int listener = FreePorts.next();
    private final int nodes = FreePorts.next();
    private final int admin = FreePorts.next();
    private final int observe = FreePorts.next();
    private final List<RoleProcess> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(RoleProcess::close);
    }

    @Test
    void a_proxy_joins_serves_without_control_and_follows_it_again() throws Exception {
        try (var backend = HttpBackend.start("backend-1")) {
            RoleProcess control = control("-f", configuration(backend.port()).toString());
            until("control is up", control, () -> contactIsLeft());
            RoleProcess proxy = proxy("--join", token());
            until("the proxy serves", proxy, () -> answer().contains("backend-1"));
            until("control knows", control, () -> status().contains("node proxy-1: revision 1"));

            control.kill();
            assertThat(answer()).contains("backend-1");
            assertThat(proxy.stop()).isZero();
            RoleProcess alone = proxy();
            until("it serves alone", alone, () -> answer().contains("backend-1"));

            RoleProcess again = control();
            until(
                    "control knows it again",
                    again,
                    () -> contactIsLeft() && status().contains("node proxy-1: revision 1"));
            assertThat(alone.stop()).isZero();
            until("it is away", again, () -> status().contains("proxy-1 is away since"));
            assertThat(again.stop()).isZero();
            assertThat(again.said()).contains("Sluice control is up.");
        }
    }

    @Test
    void a_node_that_may_not_join_ends_with_a_sentence() throws Exception {
        RoleProcess proxy = proxy("--join", "sesame");

        assertThat(proxy.process().waitFor()).isEqualTo(1);
        assertThat(proxy.said()).contains("sluice: what was given with --join is no join token");
    }

    @Test
    void a_node_that_waits_for_control_can_be_stopped() throws Exception {
        RoleProcess control = control();
        until("control is up", control, () -> contactIsLeft());
        String token = token();
        control.kill();

        RoleProcess proxy = proxy("--join", token);
        until("it waits", proxy, () -> proxy.said().contains("waits until it can"));

        assertThat(proxy.stop()).isZero();
    }

    private boolean contactIsLeft() {
        var contact = new DataFolder(data()).readContact();
        return contact.isPresent()
                && Program.run("curl", "-sf", "http://" + contact.get().admin() + "/live").code()
                        == 0;
    }

    private Path data() {
        return folder.resolve("control");
    }

    private RoleProcess control(String... more) {
        var words =
                new ArrayList<>(
                        List.of(
                                "control",
                                "--data",
                                data().toString(),
                                "--admin",
                                "127.0.0.1:" + admin,
                                "--nodes",
                                "127.0.0.1:" + nodes));
        words.addAll(List.of(more));
        return start("control.log", words);
    }

    private RoleProcess proxy(String... more) {
        var words =
                new ArrayList<>(
                        List.of(
                                "proxy",
                                "--control",
                                "127.0.0.1:" + nodes,
                                "--name",
                                "proxy-1",
                                "--data",
                                folder.resolve("proxy-1").toString(),
                                "--observe",
                                "127.0.0.1:" + observe,
                                "--grace",
                                "1"));
        words.addAll(List.of(more));
        return start("proxy.log", words);
    }

    private RoleProcess start(String log, List<String> words) {
        RoleProcess process = RoleProcess.start(folder.resolve(log), words.toArray(String[]::new));
        processes.add(process);
        return process;
    }

    private String token() {
        var said = Said.by("control", "token", "--role", "proxy", "--data", data().toString());
        assertThat(said.err()).isEmpty();
        return said.out().strip();
    }

    private String status() {
        return Said.by("status", "--data", data().toString()).out();
    }

    private String answer() {
        return Program.run("curl", "-s", "http://127.0.0.1:" + listener + "/").output();
    }

    private Path configuration(int backend) throws IOException {
        return Files.writeString(
                folder.resolve("web.yaml"),
                """
                loadBalancers:
                  - name: web
                    address: 127.0.0.1
                    listeners:
                      - { protocol: http, port: %d, serverGroup: pages }
                serverGroups:
                  - name: pages
                    healthCheck: off
                    servers:
                      - { address: 127.0.0.1, port: %d }
                """
                        .formatted(listener, backend));
    }

    private static void until(String claim, RoleProcess of, BooleanSupplier check) {
        long beganNs = System.nanoTime();
        while (!check.getAsBoolean()) {
            if (System.nanoTime() - beganNs > PATIENCE_NS) {
                throw new AssertionError("never came true: " + claim + "\n" + of.said());
            }
            LockSupport.parkNanos(50_000_000);
        }
    }
}
