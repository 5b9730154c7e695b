package dev.sluice.node.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.node.AccessListConfig;
import dev.sluice.model.node.NodeConfig;
import dev.sluice.model.node.NodeResource;
import dev.sluice.model.node.PacketQuestion;
import dev.sluice.model.node.RequestQuestion;
import dev.sluice.node.wire.Frame.Change;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HoldingTest {
    private static final long SEED = System.nanoTime();

    @Test
    void a_node_that_takes_every_change_holds_what_control_holds() throws Exception {
        var random = new SplittableRandom(SEED);
        var wanted = new HashMap<String, NodeResource>();
        Holding control = Holding.NONE;
        Holding node = Holding.NONE;
        for (int revision = 1; revision <= 300; revision++) {
            String id = "a" + random.nextInt(40);
            if (random.nextInt(3) == 0) {
                wanted.remove("acl/" + id);
            } else {
                wanted.put("acl/" + id, list(id, revision, "n" + random.nextInt(5)));
            }
            Holding next = Holding.of(new NodeConfig(revision, wanted), control);
            Frame frame = random.nextInt(10) == 0 ? next.whole() : next.since(control);
            control = next;
            node = node.with((Change) Frame.read(frame.line()));

            assertThat(node.config()).as("seed " + SEED).isEqualTo(control.config());
            assertThat(node.digest()).isEqualTo(control.digest());
        }
    }

    @Test
    void a_change_carries_only_what_changed() {
        Holding before = holding(1, list("a", 1, "one"), list("b", 1, "two"));
        Holding after = holding(2, list("a", 1, "one"), list("c", 2, "three"));

        Change change = after.since(before);

        assertThat(change.base()).isEqualTo(1);
        assertThat(change.set()).containsOnlyKeys("acl/c");
        assertThat(change.remove()).containsExactly("acl/b");
    }

    @Test
    void a_change_that_builds_on_something_else_is_refused() {
        Change change = holding(3, list("a", 3, "new")).since(holding(2, list("a", 1, "old")));

        assertThatThrownBy(() -> holding(1, list("a", 1, "old")).with(change))
                .isInstanceOf(Unreadable.class)
                .hasMessage("a change builds on revision 2, and 1 is held");
    }

    @Test
    void a_node_that_holds_something_else_notices_by_the_digest() {
        Change change = holding(2, list("a", 2, "new")).since(holding(1, list("a", 1, "old")));
        Holding other = holding(1, list("a", 1, "old"), list("stray", 1, "left over"));

        assertThatThrownBy(() -> other.with(change))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("another digest");
    }

    @Test
    void a_whole_configuration_repairs_whatever_was_held() throws Exception {
        Holding right = holding(2, list("a", 2, "new"));
        Holding wrong = holding(9, list("stray", 1, "left over"));

        assertThat(wrong.with(right.whole()).config()).isEqualTo(right.config());
    }

    @Test
    void what_did_not_change_stays_the_same_object() throws Exception {
        Holding before = holding(1, list("a", 1, "one"), list("b", 1, "two"));
        Holding after = before.with(holding(2, list("a", 1, "one"), list("b", 2, "other")).whole());

        assertThat(after.config().resources().get("acl/a"))
                .isSameAs(before.config().resources().get("acl/a"));
    }

    @Test
    void a_kind_of_a_later_version_is_held_but_not_served() throws Exception {
        String text = "{\"kind\":\"teapot\",\"id\":\"t\"}";
        var change =
                new Change(
                        1,
                        0,
                        Map.of("teapot/t", text),
                        List.of(),
                        Digest.of("teapot/t", text).text());

        Holding held = Holding.NONE.with((Change) Frame.read(change.line()));

        assertThat(held.config().resources()).isEmpty();
        assertThat(held.whole()).isEqualTo(change);
    }

    @Test
    void a_key_that_belongs_to_another_resource_is_refused() {
        String text = ResourceJson.write(list("a", 1, "n"));
        var change =
                new Change(1, 0, Map.of("acl/b", text), List.of(), Digest.of("acl/b", text).text());

        assertThatThrownBy(() -> Holding.NONE.with(change)).isInstanceOf(Unreadable.class);
    }

    @Test
    void every_frame_reads_back_as_it_was() throws Exception {
        for (Frame frame :
                List.of(
                        holding(5, list("é\"", 5, "\\n\u2028")).whole(),
                        new Frame.Heartbeat(7, "00ff"),
                        new Frame.Question(3, new RequestQuestion(null, "h", "/", "::1", null)),
                        new Frame.Question(4, new PacketQuestion("tcp", "::1", 1, "::2", 2)),
                        new Frame.End("somebody else is proxy-1"))) {
            assertThat(frame.line()).doesNotContain("\n");
            assertThat(Frame.read(frame.line())).isEqualTo(frame);
        }
    }

    @Test
    void a_line_cut_anywhere_is_unreadable() {
        String line = holding(5, list("a", 5, "n"), list("b", 2, "m")).whole().line();
        for (int i = 0; i < line.length(); i++) {
            String cut = line.substring(0, i);
            assertThatThrownBy(() -> Frame.read(cut)).as(cut).isInstanceOf(Unreadable.class);
        }
    }

    private static Holding holding(long revision, AccessListConfig... lists) {
        var resources = new HashMap<String, NodeResource>();
        for (AccessListConfig list : lists) {
            resources.put(list.key(), list);
        }
        return Holding.of(new NodeConfig(revision, resources), Holding.NONE);
    }

    private static AccessListConfig list(String id, long revision, String name) {
        return new AccessListConfig(id, revision, name, List.of("192.0.2.0/24"));
    }
}
