package dev.sluice.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What directors agree on by protocols is simulated by a seed: these packages have no thread, no
 * clock, no chance and no socket of their own.
 */
class PureProtocolsTest {
    private static final Set<String> PURE = Set.of(Bytecode.BASE + ".director.own.vrrp");

    private static final List<String> DOORS =
            List.of(
                    "java.lang.Thread",
                    "java.util.concurrent.",
                    "java.util.Random",
                    "java.util.SplittableRandom",
                    "java.time.",
                    "java.net.",
                    "java.nio.channels.",
                    "java.nio.file.",
                    "java.io.File",
                    "dev.sluice.linux.",
                    "org.slf4j.");

    private static final List<JavaClass> CLASSES =
            Bytecode.ofProduct().stream()
                    .filter(type -> PURE.contains(type.getPackageName()))
                    .toList();

    @Test
    void protocols_know_no_threads_clocks_chance_or_sockets() {
        assertThat(CLASSES).isNotEmpty();
        assertThat(
                        CLASSES.stream()
                                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                                .filter(use -> isDoor(use.getTargetClass().getName()))
                                .map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void protocols_do_not_ask_for_the_time() {
        assertThat(
                        CLASSES.stream()
                                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                                .filter(call ->
                                        call.getTargetOwner().getName().equals("java.lang.System"))
                                .map(call -> call.getDescription()))
                .isEmpty();
    }

    private static boolean isDoor(String name) {
        return DOORS.stream().anyMatch(name::startsWith);
    }
}
