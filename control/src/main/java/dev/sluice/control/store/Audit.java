package dev.sluice.control.store;

/**
 * Who did what, when.
 *
 * @param number counts rows; later rows have greater numbers
 * @param revision the commit's
 * @param atMs wall clock, milliseconds since 1970
 * @param actor who: {@code token}, {@code cli}, {@code up}
 * @param action {@code create}, {@code replace} or {@code remove}
 * @param kind the resource's kind, singular
 * @param result {@code committed}
 */
public record Audit(
        long number,
        long revision,
        long atMs,
        String actor,
        String action,
        String kind,
        String account,
        String name,
        String id,
        String result) {}
