package dev.sluice.model.shape;

/** Paths of fields within a document: {@code loadBalancers[0].listeners[1].port}. */
public final class Paths {
    private Paths() {}

    /** A field of what stands at a path; the empty path is the document itself. */
    public static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** An item of the list at a path. */
    public static String item(String path, int index) {
        return path + "[" + index + "]";
    }

    /** What holds the thing at a path; the empty path where that is the document itself. */
    public static String parent(String path) {
        int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return end < 0 ? "" : path.substring(0, end);
    }
}
