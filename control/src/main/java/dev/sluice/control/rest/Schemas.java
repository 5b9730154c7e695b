package dev.sluice.control.rest;

import dev.sluice.control.document.TreeBuilder;
import dev.sluice.model.Kind;
import dev.sluice.model.Resource;
import dev.sluice.model.shape.FieldShape;
import dev.sluice.model.shape.RecordShape;
import dev.sluice.model.shape.ValueType;
import dev.sluice.model.tree.Tree;
import java.util.List;

/** JSON schemas (2020-12) of what the API takes and gives. */
final class Schemas {
    private Schemas() {}

    static Tree all() {
        var schemas = new TreeBuilder();
        for (Kind kind : Kind.values()) {
            String name = kind.type().getSimpleName();
            schemas.put(name, resource(kind));
            schemas.put(name + "List", listOf(name));
        }
        return schemas.put("Condition", condition())
                .put("Problem", problem())
                .put("Mistake", mistake())
                .build();
    }

    private static Tree resource(Kind kind) {
        RecordShape shape = RecordShape.of(kind.type().asSubclass(Record.class));
        TreeBuilder properties = properties(shape);
        properties
                .put("id", readOnly("string", "Given by Sluice; never changes."))
                .put("revision", readOnly("integer", "When it last changed."))
                .put("owner", readOnly("string", "apply or api."))
                .put("status", status())
                .put("warnings", array(OpenApi.reference("Mistake")));
        return object(properties.build(), required(shape));
    }

    private static Tree listOf(String name) {
        Tree properties =
                new TreeBuilder()
                        .put("revision", type("integer"))
                        .put("items", array(OpenApi.reference(name)))
                        .put("cursor", type("string"))
                        .build();
        return object(properties, List.of("revision", "items"));
    }

    private static TreeBuilder properties(RecordShape shape) {
        var properties = new TreeBuilder();
        for (FieldShape field : shape.fields()) {
            if (!field.field().fileOnly()) {
                properties.put(field.name(), property(field));
            }
        }
        return properties;
    }

    private static Tree property(FieldShape field) {
        Tree value = field.list() ? array(value(field)) : value(field);
        var tree = new TreeBuilder().text("description", field.field().doc());
        if (value instanceof Tree.Mapping mapping) {
            tree.putAll(mapping);
        }
        if (field.field().writeOnly()) {
            tree.flag("writeOnly", true);
        }
        return tree.build();
    }

    private static Tree value(FieldShape field) {
        return switch (field.type()) {
            case TEXT, SECRET, DURATION, SIZE, RATE -> text(field);
            case INTEGER -> range(new TreeBuilder().text("type", "integer"), field).build();
            case NUMBER -> range(new TreeBuilder().text("type", "number"), field).build();
            case BOOLEAN -> type("boolean");
            case CHOICE ->
                    new TreeBuilder().text("type", "string").texts("enum", field.choices()).build();
            case RECORD -> nested(field.nested());
        };
    }

    private static Tree text(FieldShape field) {
        var tree = new TreeBuilder().text("type", "string");
        if (!field.field().pattern().isEmpty()) {
            tree.text("pattern", "^(?:" + field.field().pattern() + ")$");
        }
        if (field.type() != ValueType.TEXT && field.type() != ValueType.SECRET) {
            tree.text("format", field.wants());
        }
        return tree.build();
    }

    /** Numbers are bounded as users write the bounds: plainly. */
    private static TreeBuilder range(TreeBuilder tree, FieldShape field) {
        if (field.field().min().matches("-?[0-9.]+")) {
            tree.bare("minimum", field.field().min());
        }
        if (field.field().max().matches("-?[0-9.]+")) {
            tree.bare("maximum", field.field().max());
        }
        return tree;
    }

    /** Where a plain value may stand in place of the mapping, both are allowed. */
    private static Tree nested(RecordShape shape) {
        Tree object = object(properties(shape).build(), required(shape));
        return shape.shorthand()
                .map(field ->
                        (Tree)
                                new TreeBuilder()
                                        .list("anyOf", List.of(object, value(field)), one -> one)
                                        .build())
                .orElse(object);
    }

    /** Names come from the path where the body has none. */
    private static List<String> required(RecordShape shape) {
        boolean resource = Resource.class.isAssignableFrom(shape.type());
        return shape.fields().stream()
                .filter(field -> field.field().required())
                .map(FieldShape::name)
                .filter(name -> !(resource && name.equals("name")))
                .toList();
    }

    private static Tree status() {
        Tree properties =
                new TreeBuilder().put("conditions", array(OpenApi.reference("Condition"))).build();
        return new TreeBuilder()
                .putAll(object(properties, List.of("conditions")))
                .flag("readOnly", true)
                .build();
    }

    private static Tree condition() {
        Tree properties =
                new TreeBuilder()
                        .put("type", type("string"))
                        .put(
                                "status",
                                new TreeBuilder()
                                        .text("type", "string")
                                        .texts("enum", List.of("True", "False", "Unknown"))
                                        .build())
                        .put("reason", type("string"))
                        .put("message", type("string"))
                        .put("observedRevision", type("integer"))
                        .put("lastTransitionTime", type("string"))
                        .build();
        return object(properties, List.of("type", "status", "reason"));
    }

    private static Tree problem() {
        Tree properties =
                new TreeBuilder()
                        .put("title", type("string"))
                        .put("status", type("integer"))
                        .put("detail", type("string"))
                        .put("code", type("string"))
                        .put("problems", array(OpenApi.reference("Mistake")))
                        .build();
        return object(properties, List.of("title", "status", "detail", "code"));
    }

    private static Tree mistake() {
        Tree properties =
                new TreeBuilder()
                        .put("severity", type("string"))
                        .put("code", type("string"))
                        .put("file", type("string"))
                        .put("line", type("integer"))
                        .put("field", type("string"))
                        .put("message", type("string"))
                        .build();
        return object(properties, List.of("severity", "code", "file", "field", "message"));
    }

    private static Tree.Mapping object(Tree properties, List<String> required) {
        var tree = new TreeBuilder().text("type", "object");
        if (!required.isEmpty()) {
            tree.texts("required", required);
        }
        return tree.put("properties", properties).flag("additionalProperties", false).build();
    }

    private static Tree array(Tree items) {
        return new TreeBuilder().text("type", "array").put("items", items).build();
    }

    private static Tree type(String type) {
        return new TreeBuilder().text("type", type).build();
    }

    private static Tree readOnly(String type, String description) {
        return new TreeBuilder()
                .text("type", type)
                .text("description", description)
                .flag("readOnly", true)
                .build();
    }
}
