package dev.sluice.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares with layout.txt, which the C program layout.c printed. */
class LayoutTest {
    @Test
    void fields_lie_and_numbers_are_where_the_kernels_headers_say() throws Exception {
        var ours = new TreeMap<String, Integer>();
        for (Field field : Layout.class.getDeclaredFields()) {
            ours.put(field.getName(), field.getInt(null));
        }
        add(ours, MapType.values(), MapType::number);
        add(ours, ProgramType.values(), ProgramType::number);
        add(ours, AttachType.values(), AttachType::number);
        add(ours, XdpMode.values(), XdpMode::number);
        add(ours, KernelFunction.values(), KernelFunction::number);
        add(ours, XdpAction.values(), XdpAction::number);

        assertThat(ours).containsExactlyInAnyOrderEntriesOf(printed());
    }

    private static <E extends Enum<E>> void add(
            Map<String, Integer> to, E[] of, java.util.function.ToIntFunction<E> number) {
        for (E one : of) {
            to.put(
                    one.getDeclaringClass().getSimpleName() + "." + one.name(),
                    number.applyAsInt(one));
        }
    }

    private static Map<String, Integer> printed() throws IOException {
        try (var text = LayoutTest.class.getResourceAsStream("layout.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.split(" "))
                    .collect(Collectors.toMap(w -> w[0], w -> Integer.valueOf(w[1])));
        }
    }
}
