package dev.sluice.director.offload;

/** The part of the program at an interface that forwards packets of flows. */
final class FlowText {
    private FlowText() {}
}
