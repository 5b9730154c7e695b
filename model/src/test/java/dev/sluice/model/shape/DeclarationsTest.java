package dev.sluice.model.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Golden;
import dev.sluice.model.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What all field declarations together promise to users. */
class DeclarationsTest {
    @Test
    void every_default_is_recorded() {
        var text = new StringBuilder();
        for (Kind kind : Kind.values()) {
            defaults(kind.singular(), RecordShape.of(kind.type().asSubclass(Record.class)), text);
        }

        Golden.check("defaults.txt", text.toString());
    }

    private static void defaults(String path, RecordShape shape, StringBuilder into) {
        for (FieldShape field : shape.fields()) {
            String here = path + "." + field.name() + (field.list() ? "[]" : "");
            if (field.type() == ValueType.RECORD) {
                into.append(here).append(": absent\n");
                defaults(here, field.nested(), into);
            } else {
                into.append(here).append(": ").append(initial(field)).append('\n');
            }
        }
    }

    private static String initial(FieldShape field) {
        if (field.field().required()) {
            return "required";
        }
        return field.hasInitial() ? String.valueOf(field.initialValue()) : "absent";
    }

    @Test
    void every_declared_default_and_limit_can_be_read() {
        for (Kind kind : Kind.values()) {
            assertThat(RecordShape.of(kind.type().asSubclass(Record.class)).fields())
                    .allSatisfy(field -> assertThat(field.wants()).isNotBlank());
        }
    }

    @Test
    void the_configuration_reference_is_up_to_date() {
        Golden.checkFile(
                Path.of("../docs/operate/configuration.md"), ConfigurationReference.markdown());
    }
}
