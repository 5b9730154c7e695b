package dev.sluice.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which module may use which: ARCHITECTURE.md draws it, this holds it. */
class ModuleArrowsTest {
    private static final Map<String, Set<String>> ALLOWED =
            Map.ofEntries(
                    Map.entry("model", Set.of()),
                    Map.entry("balance", Set.of("model")),
                    Map.entry("route", Set.of("model")),
                    Map.entry("measure", Set.of()),
                    Map.entry("health", Set.of("model", "measure")),
                    Map.entry("linux", Set.of()),
                    Map.entry("node", Set.of("model", "measure")),
                    Map.entry(
                            "director",
                            Set.of("model", "balance", "health", "linux", "node", "measure")),
                    Map.entry(
                            "proxy",
                            Set.of("model", "balance", "route", "health", "node", "measure")),
                    Map.entry("control", Set.of("model", "route", "measure", "node")),
                    Map.entry("lab", Set.of("model", "linux")),
                    Map.entry(
                            "app",
                            Set.of(
                                    "model",
                                    "balance",
                                    "route",
                                    "measure",
                                    "health",
                                    "linux",
                                    "node",
                                    "director",
                                    "proxy",
                                    "control",
                                    "lab")));

    private static final JavaClasses CLASSES = Bytecode.ofProduct();

    @Test
    void every_module_is_seen() {
        var seen = new TreeSet<String>();
        CLASSES.forEach(type -> seen.add(moduleOf(type)));

        assertThat(seen).isEqualTo(new TreeSet<>(ALLOWED.keySet()));
    }

    @Test
    void a_module_uses_only_what_its_arrows_allow() {
        List<String> violations =
                CLASSES.stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .filter(use -> isOurs(use.getTargetClass()))
                        .filter(use ->
                                !mayUse(
                                        moduleOf(use.getOriginClass()),
                                        moduleOf(use.getTargetClass())))
                        .map(use -> use.getDescription())
                        .sorted()
                        .distinct()
                        .toList();

        assertThat(violations).isEmpty();
    }

    @Test
    void only_the_proxy_and_the_lab_know_netty() {
        assertThat(usersOf("io.netty")).isSubsetOf("proxy", "lab");
    }

    @Test
    void only_control_knows_jetty_and_the_database() {
        assertThat(usersOf("org.eclipse.jetty")).isSubsetOf("control");
        assertThat(usersOf("org.sqlite")).isSubsetOf("control");
        assertThat(usersOf("java.sql")).isSubsetOf("control");
    }

    @Test
    void the_pure_modules_do_no_input_or_output() {
        var pure = Set.of("model", "balance", "route");
        for (String door :
                List.of("java.net.Socket", "java.nio.channels", "java.nio.file", "java.io.File")) {
            var users = usersOf(door);
            users.retainAll(pure);
            assertThat(users).as("pure modules that use " + door).isEmpty();
        }
    }

    private static Set<String> usersOf(String prefix) {
        var users = new TreeSet<String>();
        CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> use.getTargetClass().getName().startsWith(prefix))
                .forEach(use -> users.add(moduleOf(use.getOriginClass())));
        return users;
    }

    private static boolean mayUse(String from, String to) {
        return from.equals(to) || ALLOWED.getOrDefault(from, Set.of()).contains(to);
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(Bytecode.BASE + ".");
    }

    private static String moduleOf(JavaClass type) {
        String inside = type.getPackageName().substring(Bytecode.BASE.length() + 1);
        int dot = inside.indexOf('.');
        return dot < 0 ? inside : inside.substring(0, dot);
    }
}
