package dev.sluice.model.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.model.Kind;
import dev.sluice.model.compile.Compiler;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.shape.FieldShape;
import dev.sluice.model.shape.RecordShape;
import dev.sluice.model.shape.ValueType;
import dev.sluice.model.tree.Position;
import dev.sluice.model.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Reads, checks and compiles files of which some parts are sound and others are anything. */
class HostileFileTest {
    private static final List<String> ODD =
            List.of(
                    "",
                    "off",
                    "-1",
                    "99999999999999999999",
                    "x",
                    "::1",
                    "127.0.0.1",
                    "1e999",
                    "é\0",
                    "a.".repeat(50_000),
                    "x".repeat(100_000),
                    "NaN",
                    "[::]",
                    "10.0.0.1/8");
    private static final List<String> NAMES = List.of("web", "pages", "site");

    @Test
    void nothing_that_a_file_holds_makes_anything_throw() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        var compiled = new AtomicInteger();
        for (int i = 0; i < 300; i++) {
            Tree tree = file(random);
            assertThatCode(() -> compiled.addAndGet(throughAll(tree)))
                    .as("-Dseed=%d", seed)
                    .doesNotThrowAnyException();
        }
        assertThat(compiled).as("resources that got through").hasValueGreaterThan(0);
    }

    private static int throughAll(Tree tree) {
        Written written = Written.tree(tree);
        written.complaints();
        return Compiler.compile(written.catalog(2), NodeConfig.EMPTY).resources().size();
    }

    private static Tree file(Random random) {
        var fields = new LinkedHashMap<String, Tree>();
        for (Kind kind : Kind.values()) {
            String section = kind == Kind.CLUSTER ? kind.singular() : kind.plural();
            fields.put(section, section(random, kind));
        }
        return new Tree.Mapping(fields, at(random));
    }

    private static Tree section(Random random, Kind kind) {
        if (random.nextInt(30) == 0) {
            return anything(random, 3);
        }
        List<Tree> items = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            items.add(resource(random, kind));
        }
        return kind == Kind.CLUSTER ? items.getFirst() : new Tree.Sequence(items, at(random));
    }

    private static Tree resource(Random random, Kind kind) {
        var shape = RecordShape.of(kind.type().asSubclass(Record.class));
        Tree.Mapping mapping = record(random, shape);
        if (kind == Kind.LOAD_BALANCER) {
            mapping.fields().put("listeners", section(random, Kind.LISTENER));
        }
        if (kind == Kind.LISTENER) {
            mapping.fields().put("rules", section(random, Kind.RULE));
        }
        return mapping;
    }

    private static Tree.Mapping record(Random random, RecordShape shape) {
        var fields = new LinkedHashMap<String, Tree>();
        for (FieldShape field : shape.fields()) {
            if (field.field().required() || random.nextInt(3) == 0) {
                fields.put(field.name(), value(random, field));
            }
        }
        return new Tree.Mapping(fields, at(random));
    }

    private static Tree value(Random random, FieldShape field) {
        if (random.nextInt(40) == 0) {
            return anything(random, 2);
        }
        Tree one =
                field.type() == ValueType.RECORD
                        ? record(random, field.nested())
                        : scalar(random, likely(random, field));
        return field.list() ? new Tree.Sequence(List.of(one, one), at(random)) : one;
    }

    private static String likely(Random random, FieldShape field) {
        List<String> candidates = new ArrayList<>(field.choices());
        switch (field.type()) {
            case INTEGER, NUMBER, DURATION, SIZE, RATE ->
                    candidates.addAll(List.of(field.field().min(), field.field().max()));
            case BOOLEAN -> candidates.addAll(List.of("true", "off"));
            case TEXT, SECRET -> {
                candidates.addAll(NAMES);
                candidates.addAll(List.of("127.0.0.1", "/a", "10.0.0.0/8", "2xx"));
            }
            case CHOICE, RECORD -> {}
        }
        return candidates.get(random.nextInt(candidates.size()));
    }

    private static Tree anything(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 4 : 2)) {
            case 0 -> scalar(random, ODD.get(random.nextInt(ODD.size())));
            case 1 -> new Tree.Scalar(null, false, at(random));
            case 2 -> new Tree.Sequence(List.of(anything(random, depth - 1)), at(random));
            default -> {
                var fields = new LinkedHashMap<String, Tree>();
                fields.put(ODD.get(random.nextInt(ODD.size())), anything(random, depth - 1));
                fields.put("name", anything(random, depth - 1));
                yield new Tree.Mapping(fields, at(random));
            }
        };
    }

    private static Tree.Scalar scalar(Random random, String text) {
        return new Tree.Scalar(text, random.nextInt(10) == 0, at(random));
    }

    private static Position at(Random random) {
        return new Position("generated", random.nextInt(100));
    }
}
