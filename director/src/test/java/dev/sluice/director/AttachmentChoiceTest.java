package dev.sluice.director;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.director.AttachmentChoice.Facts;
import dev.sluice.director.AttachmentChoice.Told;
import dev.sluice.director.worker.Attachment;
import dev.sluice.linux.Availability;
import dev.sluice.linux.LargeFrames;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttachmentChoiceTest {
    private static Facts card() {
        return facts("card", true, true, LargeFrames.BEHIND_DRIVER);
    }

    private static Facts oldCard(LargeFrames large) {
        return facts("old", false, true, large);
    }

    private static Facts bridge() {
        return facts("bridge", false, false, LargeFrames.BEHIND_DRIVER);
    }

    private static Facts facts(String name, boolean natively, boolean takes, LargeFrames large) {
        return new Facts(
                name,
                new Availability(List.of(), List.of(), natively, takes, true, large, 0),
                false,
                "");
    }

    private static Facts ofOldKernel(Facts facts) {
        Availability is = facts.available();
        return new Facts(
                facts.name(),
                new Availability(
                        List.of(),
                        List.of(),
                        is.natively(),
                        is.takesRedirected(),
                        false,
                        is.large(),
                        0),
                false,
                "");
    }

    private static List<String> chosen(boolean offloads, Facts... all) {
        return AttachmentChoice.of(List.of(all), new Told(null, offloads, false)).stream()
                .map(choice -> choice.attachment() + ": " + choice.why())
                .toList();
    }

    @Test
    void drivers_run_the_filter_where_they_can() {
        assertThat(chosen(true, card())).containsExactly("NATIVE: its driver can");
        assertThat(chosen(false, card())).containsExactly("NATIVE: its driver can");
    }

    @Test
    void where_a_driver_cannot_large_segments_make_the_difference() {
        assertThat(chosen(true, oldCard(LargeFrames.BEHIND_DRIVER)))
                .containsExactly("TC: its driver cannot, large segments come");
        assertThat(chosen(true, facts("old", false, false, LargeFrames.NONE)))
                .containsExactly("GENERIC: its driver cannot");
    }

    @Test
    void what_workers_are_to_have_goes_through_no_door_where_the_kernel_forwards_nothing() {
        assertThat(chosen(false, oldCard(LargeFrames.BEHIND_DRIVER), bridge()))
                .containsExactly("GENERIC: its driver cannot", "GENERIC: its driver cannot");
    }

    @Test
    void a_kernel_that_has_no_links_in_traffic_control_has_generic_xdp() {
        assertThat(chosen(true, ofOldKernel(oldCard(LargeFrames.BEHIND_DRIVER))))
                .containsExactly("GENERIC: its driver cannot");
    }

    @Test
    void a_driver_that_refuses_is_one_that_cannot() {
        assertThat(chosen(true, card().refused("no room")))
                .containsExactly("TC: its driver does not: no room, large segments come");
        assertThat(chosen(false, card().refused("no room")))
                .containsExactly("GENERIC: its driver does not: no room");
    }

    @Test
    void segments_that_come_to_a_driver_uncut_pass_behind_it() {
        Facts tap = facts("tap", true, true, LargeFrames.AT_DRIVER);
        assertThat(chosen(true, card(), tap))
                .containsExactly("NATIVE: its driver can", "TC: large segments come to its driver");
        assertThat(chosen(false, tap)).containsExactly("NATIVE: its driver can");
    }

    @Test
    void a_way_out_that_takes_no_frames_from_drivers_is_for_all_others_to_know() {
        assertThat(chosen(true, card(), bridge()))
                .containsExactly(
                        "TC: bridge takes no frames from drivers",
                        "TC: its driver cannot, large segments come");
        assertThat(chosen(false, card(), bridge()))
                .containsExactly("NATIVE: its driver can", "GENERIC: its driver cannot");
    }

    @Test
    void checksums_that_come_unfinished_are_the_kernels_to_make() {
        assertThat(AttachmentChoice.of(List.of(card()), new Told(null, true, true)))
                .containsExactly(new AttachmentChoice(Attachment.TC, "checksums come unfinished"));
        assertThat(AttachmentChoice.of(List.of(card()), new Told(null, false, true)))
                .containsExactly(new AttachmentChoice(Attachment.NATIVE, "its driver can"));
    }

    @Test
    void another_program_is_left_where_it_is() {
        Facts occupied = new Facts("card", card().available(), true, "");
        assertThat(chosen(true, occupied)).containsExactly("TC: another XDP program is at it");
        assertThat(chosen(false, occupied)).containsExactly("TC: another XDP program is at it");
    }

    @Test
    void what_was_told_is_done_but_where_a_driver_cannot() {
        var all = List.of(card(), bridge());
        assertThat(AttachmentChoice.of(all, new Told(Attachment.NATIVE, true, true)))
                .containsExactly(
                        new AttachmentChoice(Attachment.NATIVE, "--attach says so"),
                        new AttachmentChoice(Attachment.GENERIC, "its driver cannot"));
        assertThat(AttachmentChoice.of(all, new Told(Attachment.TC, true, false)))
                .extracting(AttachmentChoice::attachment)
                .containsOnly(Attachment.TC);
        assertThat(AttachmentChoice.of(all, new Told(Attachment.GENERIC, false, false)))
                .extracting(AttachmentChoice::attachment)
                .containsOnly(Attachment.GENERIC);
    }
}
