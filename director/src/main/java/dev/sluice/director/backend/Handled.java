package dev.sluice.director.backend;

/** What the programs on a backend did. Each is counted. */
public enum Handled {
    NAMED("connections whose client's address servers see"),
    UNWRAPPED("packets taken out of a tunnel"),
    FOREIGN("packets left in a tunnel: not from a director, or not to this host");

    private final String words;

    Handled(String words) {
        this.words = words;
    }

    /** The same in words. */
    public String words() {
        return words;
    }
}
