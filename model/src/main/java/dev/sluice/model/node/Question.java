package dev.sluice.model.node;

/** Traffic that might come, of which somebody wants to know what would become. */
public sealed interface Question permits RequestQuestion, PacketQuestion {}
