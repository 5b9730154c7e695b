package dev.sluice.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protocols that run as seeded simulations take time, chance and the network from outside. */
class PureProtocolsTest {
    private static final Set<String> PURE =
            Set.of(
                    "dev.sluice.director.own.vrrp",
                    "dev.sluice.director.sync",
                    "dev.sluice.director.sync.ipvs");

    private static final List<String> DOORS =
            List.of(
                    "java.lang.Thread",
                    "java.lang.Runtime",
                    "java.net.",
                    "java.io.",
                    "java.nio.channels.",
                    "java.nio.file.",
                    "java.time.",
                    "java.util.Timer",
                    "java.util.concurrent.locks.",
                    "java.util.concurrent.Executor",
                    "java.util.concurrent.ThreadLocalRandom",
                    "java.security.SecureRandom",
                    "dev.sluice.linux.");

    private static final Set<String> CLOCKS = Set.of("nanoTime", "currentTimeMillis");

    private static final List<JavaClass> CLASSES =
            Bytecode.ofProduct().stream()
                    .filter(type -> PURE.contains(type.getPackageName()))
                    .toList();

    @Test
    void every_pure_protocol_is_seen() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrderElementsOf(PURE);
    }

    @Test
    void a_pure_protocol_has_no_thread_no_socket_no_file_and_no_chance_of_its_own() {
        assertThat(CLASSES.stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream()))
                .filteredOn(
                        use -> DOORS.stream().anyMatch(use.getTargetClass().getName()::startsWith))
                .extracting(use -> use.getDescription())
                .isEmpty();
    }

    @Test
    void a_pure_protocol_has_no_clock_of_its_own() {
        assertThat(CLASSES.stream().flatMap(type -> type.getMethodCallsFromSelf().stream()))
                .filteredOn(call ->
                        call.getTargetOwner().getName().equals("java.lang.System")
                                && CLOCKS.contains(call.getTarget().getName()))
                .extracting(call -> call.getDescription())
                .isEmpty();
    }
}
