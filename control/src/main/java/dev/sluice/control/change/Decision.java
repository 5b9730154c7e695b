package dev.sluice.control.change;

/** What a wish comes to. */
public sealed interface Decision permits Plan, Refusal {}
