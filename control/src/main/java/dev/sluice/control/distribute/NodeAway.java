package dev.sluice.control.distribute;

/** A node cannot be asked because it is not connected. The message says since when. */
public final class NodeAway extends RuntimeException {
    private static final long serialVersionUID = 1;

    NodeAway(String message) {
        super(message, null, false, false);
    }
}
