package dev.sluice.lab.process;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The resident memory of a process, from the text of {@code /proc/PID/status}. */
record Resident(long sizeBytes) {
    private static final Pattern LINE = Pattern.compile("^VmRSS:\\s+(\\d+) kB$", Pattern.MULTILINE);

    /** A process that is just ending has no such line and no memory. */
    static Resident parse(String status) {
        Matcher found = LINE.matcher(status);
        return new Resident(found.find() ? Long.parseLong(found.group(1)) * 1024 : 0);
    }
}
