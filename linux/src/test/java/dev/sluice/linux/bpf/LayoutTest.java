package dev.sluice.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.linux.AbiNumbers;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class LayoutTest {
    @Test
    void numbers_are_those_that_a_c_program_printed() {
        var ours = new TreeMap<>(AbiNumbers.of(Layout.class));
        add(ours, MapType.values(), MapType::number);
        add(ours, ProgramType.values(), ProgramType::number);
        add(ours, AttachType.values(), AttachType::number);
        add(ours, XdpMode.values(), XdpMode::number);
        add(ours, KernelFunction.values(), KernelFunction::number);
        add(ours, XdpAction.values(), XdpAction::number);
        add(ours, StorageTypes.class);
        add(ours, XdpFields.class);
        add(ours, SkbFields.class);
        add(ours, SocketEventFields.class);
        add(ours, SocketAddressFields.class);

        assertThat(ours).containsExactlyInAnyOrderEntriesOf(AbiNumbers.printed("bpf.txt"));
    }

    /** Constants that only the program's writer chooses are private. */
    private static void add(Map<String, Long> to, Class<?> of) {
        for (Field field : of.getDeclaredFields()) {
            if (!Modifier.isPrivate(field.getModifiers())) {
                String name = field.getName();
                to.put(of.getSimpleName() + "." + name, AbiNumbers.of(of).get(name));
            }
        }
    }

    private static <E extends Enum<E>> void add(
            Map<String, Long> to, E[] of, ToIntFunction<E> number) {
        for (E one : of) {
            String type = one.getDeclaringClass().getSimpleName();
            to.put(type + "." + one.name(), (long) number.applyAsInt(one));
        }
    }
}
