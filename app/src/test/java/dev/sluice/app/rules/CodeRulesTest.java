package dev.sluice.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

class CodeRulesTest {
    private static final Pattern VAGUE_NAME =
            Pattern.compile(".*(Manager|Utils?|Impl|Base|Helpers?|Info|Data|Context)");

    private static final JavaClasses PRODUCT = Bytecode.ofProduct();
    private static final JavaClasses TESTS = Bytecode.ofTests();

    @Test
    void logging_goes_through_slf4j() {
        assertThat(uses(PRODUCT, "java.util.logging")).isEmpty();
    }

    @Test
    void only_app_and_lab_write_to_the_process_streams() {
        List<String> writers =
                accesses(
                                PRODUCT,
                                access ->
                                        targetIs(access, "java.lang.System", Set.of("out", "err")))
                        .filter(text ->
                                !text.contains("dev.sluice.app.")
                                        && !text.contains("dev.sluice.lab."))
                        .toList();

        assertThat(writers).isEmpty();
    }

    @Test
    void no_test_sleeps() {
        assertThat(accesses(TESTS, CodeRulesTest::isSleep)).isEmpty();
    }

    @Test
    void no_test_is_disabled() {
        assertThat(uses(TESTS, Disabled.class.getName()))
                .filteredOn(text -> !text.contains(CodeRulesTest.class.getSimpleName()))
                .isEmpty();
    }

    @Test
    void a_class_is_named_for_what_it_is() {
        assertThat(Stream.concat(PRODUCT.stream(), TESTS.stream()))
                .filteredOn(type -> VAGUE_NAME.matcher(type.getSimpleName()).matches())
                .filteredOn(type -> !isSoNamedByOthers(type))
                .extracting(JavaClass::getName)
                .isEmpty();
    }

    @Test
    void no_mocking_library_is_used() {
        assertThat(uses(TESTS, "org.mockito")).isEmpty();
    }

    /** Such as a KeyManager: what a library calls so may be called so here. */
    private static boolean isSoNamedByOthers(JavaClass type) {
        return type.getAllRawSuperclasses().stream()
                .filter(above -> !above.getPackageName().startsWith(Bytecode.BASE))
                .anyMatch(above -> VAGUE_NAME.matcher(above.getSimpleName()).matches());
    }

    private static boolean isSleep(JavaAccess<?> access) {
        return targetIs(access, "java.lang.Thread", Set.of("sleep"))
                || targetIs(access, "java.util.concurrent.TimeUnit", Set.of("sleep"));
    }

    private static boolean targetIs(JavaAccess<?> access, String owner, Set<String> names) {
        return access.getTargetOwner().getName().equals(owner)
                && names.contains(access.getTarget().getName());
    }

    private static Stream<String> accesses(JavaClasses in, Predicate<JavaAccess<?>> wanted) {
        return in.stream()
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(wanted)
                .map(JavaAccess::getDescription);
    }

    private static List<String> uses(JavaClasses in, String prefix) {
        return in.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> use.getTargetClass().getName().startsWith(prefix))
                .map(use -> use.getDescription())
                .toList();
    }
}
