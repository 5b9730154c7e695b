package dev.sluice.node.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.HealthCheck;
import dev.sluice.model.node.AccessListConfig;
import dev.sluice.model.node.Explanation;
import dev.sluice.model.node.GroupConfig;
import dev.sluice.model.node.NodeReport;
import dev.sluice.model.node.NodeResource;
import dev.sluice.model.node.PacketQuestion;
import dev.sluice.model.node.RequestQuestion;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordJsonTest {
    private static final long SEED = System.nanoTime();

    private final AnyRecord any = new AnyRecord(new SplittableRandom(SEED));

    @Test
    void every_resource_reads_back_as_it_was() throws Exception {
        for (Class<?> type : NodeResource.class.getPermittedSubclasses()) {
            for (int i = 0; i < 200; i++) {
                var resource = (NodeResource) any.of(type.asSubclass(Record.class));

                assertThat(ResourceJson.read(ResourceJson.write(resource)))
                        .as("seed " + SEED)
                        .contains(resource);
            }
        }
    }

    @Test
    void every_report_question_and_answer_reads_back_as_it_was() throws Exception {
        for (var type :
                List.of(
                        NodeReport.class,
                        RequestQuestion.class,
                        PacketQuestion.class,
                        Explanation.class,
                        StreamReport.class,
                        StreamAnswer.class)) {
            for (int i = 0; i < 200; i++) {
                Record record = any.of(type);

                assertThat((Object) RecordJson.read(RecordJson.write(record), type))
                        .as("seed " + SEED)
                        .isEqualTo(record);
            }
        }
    }

    @Test
    void a_resource_is_written_for_people_to_read() {
        var group =
                new GroupConfig(
                        "g-1",
                        7,
                        "pages",
                        List.of(new GroupConfig.ServerConfig("192.0.2.1", 80, 100)),
                        HealthCheck.TCP,
                        null);

        assertThat(ResourceJson.write(group))
                .isEqualTo(
                        """
                        {"kind":"group","id":"g-1","revision":7,"name":"pages",\
                        "servers":[{"address":"192.0.2.1","port":80,"weight":100}],\
                        "check":{"type":"tcp","path":"/","method":"head","codes":["2xx"],\
                        "interval":"PT2S","timeout":"PT5S","healthyThreshold":3,"unhealthyThreshold":3}}\
                        """);
    }

    @Test
    void a_field_of_a_later_version_is_passed_over() throws Exception {
        String text =
                """
                {"kind":"accessList","id":"a","revision":1,"later":{"deep":[1,{"x":null}]},"name":"n","entries":[]}\
                """;

        assertThat(ResourceJson.read(text)).contains(new AccessListConfig("a", 1, "n", List.of()));
    }

    @Test
    void a_field_that_an_earlier_version_did_not_write_is_empty_zero_or_null() throws Exception {
        assertThat(ResourceJson.read("{\"kind\":\"accessList\",\"id\":\"a\",\"name\":\"n\"}"))
                .contains(new AccessListConfig("a", 0, "n", List.of()));
    }

    @Test
    void a_report_is_read_by_a_release_before_and_after_its_writer() throws Exception {
        String before = "{\"node\":\"d\",\"role\":\"director\",\"revision\":1}";
        String after =
                """
                {"node":"d","role":"director","revision":1,"cluster":{"duty":"resting","later":1,\
                "virtualRouters":[{"id":1,"link":"l","family":"ipv4","state":"of later","why":"",\
                "addresses":[]}]},"later":[{}]}\
                """;

        assertThat(RecordJson.read(before, NodeReport.class).cluster()).isNull();
        assertThat(RecordJson.read(before, NodeReport.class).offload()).isNull();
        assertThat(RecordJson.read(after, NodeReport.class).cluster())
                .isNotNull()
                .satisfies(cluster -> assertThat(cluster.duty()).isEqualTo("resting"))
                .satisfies(cluster ->
                        assertThat(cluster.virtualRouters().getFirst().state())
                                .isEqualTo("of later"));
    }

    @Test
    void a_kind_of_a_later_version_is_no_resource_here() throws Exception {
        assertThat(ResourceJson.read("{\"kind\":\"teapot\",\"id\":\"t\"}")).isEmpty();
    }

    @Test
    void what_is_no_such_record_is_said_in_a_sentence() {
        for (String text :
                List.of(
                        "",
                        "[]",
                        "{",
                        "{\"kind\":1}",
                        "{\"kind\":\"accessList\"}",
                        "{\"kind\":\"accessList\",\"id\":7,\"name\":\"n\"}",
                        "{\"kind\":\"accessList\",\"id\":\"a\",\"name\":\"n\",\"entries\":\"x\"}",
                        "{\"kind\":\"accessList\",\"id\":\"a\",\"name\":\"n\",\"revision\":1.5}",
                        "{\"kind\":\"accessList\",\"id\":\"a\",\"name\":\"n\",\"revision\":99999999999999999999}",
                        "{\"kind\":\"group\",\"id\":\"a\",\"name\":\"n\",\"check\":{\"type\":\"guess\"}}",
                        "{\"kind\":\"accessList\",\"id\":\"a\",\"name\":\"n\"} more")) {
            assertThatThrownBy(() -> ResourceJson.read(text))
                    .as(text)
                    .isInstanceOf(Unreadable.class)
                    .hasMessageMatching(".{10,}");
        }
    }

    @Test
    void a_text_cut_anywhere_is_unreadable() {
        String whole = RecordJson.write(any.of(NodeReport.class));
        for (int i = 0; i < whole.length(); i++) {
            String cut = whole.substring(0, i);
            assertThatThrownBy(() -> RecordJson.read(cut, NodeReport.class))
                    .as(cut)
                    .isInstanceOf(Unreadable.class);
        }
    }
}
