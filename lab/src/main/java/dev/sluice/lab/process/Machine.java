package dev.sluice.lab.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a measurement ran on, as words for the page that shows it. */
public final class Machine {
    private Machine() {}

    public static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Such as {@code 2 × AMD EPYC, Linux 6.18, JDK 25.0.3+9, nginx/1.22.1, …}. */
    public static String description() {
        return "%s, %s, %s"
                .formatted(
                        alone(),
                        version(Requirement.NGINX.path()).replace("nginx version: ", ""),
                        version(Requirement.HAPROXY.path())
                                .replace("HAProxy version ", "haproxy/")
                                .replaceAll(" .*", ""));
    }

    /** The same without programs that Sluice is compared with. */
    public static String alone() {
        return "%d × %s, %s %s, JDK %s"
                .formatted(
                        cores(),
                        processor(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        Runtime.version());
    }

    private static String version(String program) {
        return program.startsWith("/")
                ? Command.firstLine(List.of(program, "-v"))
                : program + " missing";
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2))
                    .findFirst()
                    .orElse("processor");
        } catch (IOException e) {
            return "processor";
        }
    }
}
