package dev.sluice.director;

import dev.sluice.director.worker.Attachment;
import dev.sluice.linux.Availability;
import dev.sluice.linux.LargeFrames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an interface's frames are taken, and why. Pure.
 *
 * <p>Its driver runs the filter where it can. Traffic control is for where another XDP program is,
 * and where the kernel is to forward large segments that the driver does not keep away: XDP would
 * make each one piece first, and no socket takes it then. If an interface takes no frames from
 * drivers' programs, the others are not taken by such, since sessions cross them.
 *
 * @param why in words, of the interface
 */
record AttachmentChoice(Attachment attachment, String why) {
    /**
     * What there is to know of an interface.
     *
     * @param isOccupied whether somebody else's XDP program is at it
     * @param refusal why its driver did not take a program when asked; empty if it did
     */
    record Facts(String name, Availability available, boolean isOccupied, String refusal) {
        /** The same of a driver that was asked. */
        Facts refused(String reason) {
            return new Facts(name, available, isOccupied, reason);
        }

        boolean natively() {
            return available.natively() && refusal.isEmpty();
        }

        /** Frames cannot leave by it that a driver's program forwards, and never will. */
        boolean isBehindDrivers() {
            return !natively() && !available.takesRedirected();
        }
    }

    /**
     * What is to be done.
     *
     * @param way by which frames are taken from all interfaces; null if none was told
     * @param offloads whether the kernel is to forward sessions by itself
     * @param unfinished whether senders leave checksums to be made, which only the kernel can
     */
    record Told(@Nullable Attachment way, boolean offloads, boolean unfinished) {}

    /** Chooses for all interfaces. */
    static List<AttachmentChoice> of(List<Facts> all, Told told) {
        Attachment way = told.way();
        if (way != null) {
            return all.stream().map(facts -> told(facts, way)).toList();
        }
        Facts behind = all.stream().filter(Facts::isBehindDrivers).findFirst().orElse(null);
        return all.stream().map(facts -> of(facts, told, behind)).toList();
    }

    private static AttachmentChoice told(Facts facts, Attachment wanted) {
        return wanted == Attachment.NATIVE && !facts.natively()
                ? behindDriver(facts)
                : new AttachmentChoice(wanted, "--attach says so");
    }

    private static AttachmentChoice of(Facts facts, Told told, @Nullable Facts behind) {
        if (facts.isOccupied()) {
            return tc("another XDP program is at it");
        }
        if (told.offloads() && facts.available().inTc()) {
            return offloading(facts, told.unfinished(), behind);
        }
        return facts.natively() ? byDriver() : behindDriver(facts);
    }

    private static AttachmentChoice offloading(
            Facts facts, boolean unfinished, @Nullable Facts behind) {
        LargeFrames large = facts.available().large();
        if (unfinished) {
            return tc("checksums come unfinished");
        }
        if (!facts.natively()) {
            return large == LargeFrames.NONE
                    ? behindDriver(facts)
                    : tc(cannot(facts) + ", large segments come");
        }
        if (large == LargeFrames.AT_DRIVER) {
            return tc("large segments come to its driver");
        }
        return behind == null ? byDriver() : tc(behind.name() + " takes no frames from drivers");
    }

    private static AttachmentChoice byDriver() {
        return new AttachmentChoice(Attachment.NATIVE, "its driver can");
    }

    private static AttachmentChoice behindDriver(Facts facts) {
        return new AttachmentChoice(Attachment.GENERIC, cannot(facts));
    }

    private static AttachmentChoice tc(String why) {
        return new AttachmentChoice(Attachment.TC, why);
    }

    private static String cannot(Facts facts) {
        return facts.refusal().isEmpty()
                ? "its driver cannot"
                : "its driver does not: " + facts.refusal();
    }
}
