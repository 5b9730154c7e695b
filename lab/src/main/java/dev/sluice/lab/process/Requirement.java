package dev.sluice.lab.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program that a benchmark needs, and the Debian package that has it. */
public enum Requirement {
    NGINX("nginx", "nginx"),
    HAPROXY("haproxy", "haproxy"),
    WRK("wrk", "wrk"),
    H2LOAD("h2load", "nghttp2-client"),
    OPENSSL("openssl", "openssl"),
    STRACE("strace", "strace"),
    TASKSET("taskset", "util-linux"),
    NFT("nft", "nftables"),
    IPERF3("iperf3", "iperf3"),
    ETHTOOL("ethtool", "ethtool"),
    IP("ip", "iproute2");

    private static final List<Path> FOLDERS =
            Stream.concat(
                            Stream.of(System.getenv().getOrDefault("PATH", "").split(":")),
                            Stream.of("/usr/sbin", "/usr/local/sbin"))
                    .map(Path::of)
                    .distinct()
                    .toList();

    private final String program;
    private final String debianPackage;

    Requirement(String program, String debianPackage) {
        this.program = program;
        this.debianPackage = debianPackage;
    }

    /** The path of the program, or its bare name where it is missing. */
    public String path() {
        return FOLDERS.stream()
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElse(program);
    }

    /** Fails with the packages to install when one of them is missing. */
    public static void check(Requirement... needed) throws LabFailure {
        List<Requirement> missing =
                Stream.of(needed).filter(one -> !one.path().startsWith("/")).toList();
        if (!missing.isEmpty()) {
            throw new LabFailure(
                    "%s missing. On Debian: sudo apt-get install %s"
                            .formatted(
                                    joined(missing, ", ", one -> one.program),
                                    joined(missing, " ", one -> one.debianPackage)));
        }
    }

    private static String joined(
            List<Requirement> some,
            String separator,
            java.util.function.Function<Requirement, String> word) {
        return some.stream().map(word).collect(Collectors.joining(separator));
    }
}
