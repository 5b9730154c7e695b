package dev.sluice.model.tree;

/**
 * Where a value was written.
 *
 * @param source the file's name as the user gave it, or {@code request} for an API body
 * @param line 1-based; 0 where there is none
 */
public record Position(String source, int line) {
    @Override
    public String toString() {
        return line > 0 ? source + ":" + line : source;
    }
}
