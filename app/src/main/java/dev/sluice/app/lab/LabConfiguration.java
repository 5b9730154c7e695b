package dev.sluice.app.lab;

import dev.sluice.app.CommandFailed;
import dev.sluice.app.client.ConfigurationFile;
import dev.sluice.app.client.Reason;
import dev.sluice.app.demo.DemoCertificate;
import dev.sluice.control.document.TreeWriter;
import dev.sluice.lab.region.DirectorsText;
import dev.sluice.lab.region.LabPlan.Configuration;
import dev.sluice.lab.region.LabPlan.Door;
import dev.sluice.lab.region.RegionSize;
import dev.sluice.model.tree.Tree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a lab's control begins with, and what follows from it.
 *
 * @param doors the listeners, where clients come in
 * @param keys private keys of the certificates, by key id, for the proxies' disks
 */
public record LabConfiguration(
        Configuration configuration, List<Door> doors, Map<String, String> keys) {
    @Override
    public String toString() {
        return "LabConfiguration" + doors; // keys are nobody's to see
    }

    /** A file of the user's, with the region's directors where it has none. */
    public static LabConfiguration of(Path file, RegionSize size) {
        ConfigurationFile read = ConfigurationFile.read(file.toAbsolutePath());
        boolean adds = size.directors() > 0 && isWithoutDirectors(read);
        Configuration configuration =
                adds
                        ? new Configuration.Made(withDirectors(read.tree(), size), read.files())
                        : new Configuration.AsWritten(file.toAbsolutePath());
        return new LabConfiguration(
                configuration, doors(read.tree()), keys(read.tree(), read.files()));
    }

    /** And what it names can be put beside what is made of it. */
    private static boolean isWithoutDirectors(ConfigurationFile read) {
        return read.tree() instanceof Tree.Mapping mapping
                && !mapping.fields().containsKey("directors")
                && !mapping.fields().containsKey("cluster")
                && read.files().keySet().stream()
                        .map(Path::of)
                        .noneMatch(name -> name.isAbsolute() || name.normalize().startsWith(".."));
    }

    /** The example for a region of a size, with a certificate for its addresses. */
    public static LabConfiguration example(RegionSize size) {
        return example(
                Path.of(System.getProperty("sluice.home", "."), "examples", "lab.yaml"), size);
    }

    static LabConfiguration example(Path file, RegionSize size) {
        ConfigurationFile read = ConfigurationFile.of(file.toString(), text(file), Map.of());
        boolean usual = size.equals(RegionSize.USUAL);
        Tree tree = usual ? read.tree() : new SizedTree(size).of(read.tree());
        String text = usual ? read.text() : withDirectors(tree, size);
        List<Door> doors = doors(tree);
        Map<String, String> files = newCertificates(tree, doors);
        return new LabConfiguration(new Configuration.Made(text, files), doors, keys(tree, files));
    }

    private static String withDirectors(Tree tree, RegionSize size) {
        List<String> addresses =
                ConfigurationFile.entries(tree, "loadBalancers")
                        .map(balancer -> field(balancer, "address"))
                        .distinct()
                        .toList();
        return TreeWriter.yaml(tree) + new DirectorsText(size, addresses).text();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailed("cannot read " + file + " (" + Reason.of(e) + ")", e);
        }
    }

    private static List<Door> doors(Tree tree) {
        return ConfigurationFile.entries(tree, "loadBalancers")
                .flatMap(balancer -> doors(balancer))
                .toList();
    }

    private static Stream<Door> doors(Tree.Mapping balancer) {
        String address = ConfigurationFile.field(balancer, "address").orElse("");
        return ConfigurationFile.entries(balancer, "listeners")
                .filter(listener -> !field(listener, "state").equals("stopped"))
                .filter(listener -> field(listener, "port").matches("[0-9]{1,5}"))
                .map(listener ->
                        new Door(
                                field(listener, "protocol"),
                                address,
                                Integer.parseInt(field(listener, "port"))));
    }

    private static Map<String, String> newCertificates(Tree tree, List<Door> doors) {
        List<String> addresses = doors.stream().map(Door::address).distinct().toList();
        var files = new HashMap<String, String>();
        ConfigurationFile.entries(tree, "certificates")
                .forEach(entry -> {
                    var made = DemoCertificate.make("lab.example", addresses);
                    files.put(field(entry, "chainFile"), made.chainPem());
                    files.put(field(entry, "keyFile"), made.keyPem());
                });
        return files;
    }

    private static Map<String, String> keys(Tree tree, Map<String, String> files) {
        var keys = new HashMap<String, String>();
        ConfigurationFile.entries(tree, "certificates")
                .forEach(entry -> {
                    String chain = files.get(field(entry, "chainFile"));
                    String key = files.get(field(entry, "keyFile"));
                    if (chain != null && key != null) {
                        keyId(chain).ifPresent(id -> keys.put(id, key));
                    }
                });
        return keys;
    }

    /** What control calls the key; a chain that cannot be read is control's to complain of. */
    private static Optional<String> keyId(String chainPem) {
        try {
            var pem = new ByteArrayInputStream(chainPem.getBytes(StandardCharsets.UTF_8));
            var leaf = CertificateFactory.getInstance("X.509").generateCertificate(pem);
            var digest = MessageDigest.getInstance("SHA-256");
            return Optional.of(
                    HexFormat.of().formatHex(digest.digest(leaf.getPublicKey().getEncoded())));
        } catch (CertificateException e) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static String field(Tree.Mapping of, String name) {
        return ConfigurationFile.field(of, name).orElse("");
    }
}
