package dev.sluice.lab.region;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What {@code lab up} is to make.
 *
 * @param launcher the path of {@code ./sluice}, through which every role is started
 * @param prefix begins the names of the namespaces
 * @param configuration what control begins with
 * @param keys private keys that proxies get on their disks, by key id
 * @param doors what must answer before the region counts as up
 */
public record LabPlan(
        Path launcher,
        String prefix,
        RegionSize size,
        Configuration configuration,
        Map<String, String> keys,
        List<Door> doors) {
    public LabPlan {
        keys = Map.copyOf(keys);
        doors = List.copyOf(doors);
    }

    @Override
    public String toString() {
        return "LabPlan[" + prefix + ", " + size + "]"; // keys are nobody's to see
    }

    /** What control begins with. */
    public sealed interface Configuration {
        /** A file just as it stands, with what it names. */
        record AsWritten(Path file) implements Configuration {}

        /**
         * A text that stands nowhere yet.
         *
         * @param files what it names, by name; each name is that of a file in the same folder
         */
        record Made(String text, Map<String, String> files) implements Configuration {
            public Made {
                files = Map.copyOf(files);
            }

            @Override
            public String toString() {
                return "Made"; // the files hold private keys
            }
        }
    }

    /**
     * Where clients come in.
     *
     * @param protocol tcp, udp, http or https
     * @param path what is asked for (http, https)
     */
    public record Door(String protocol, String address, int port, String path) {
        public Door(String protocol, String address, int port) {
            this(protocol, address, port, "/");
        }

        /** Such as {@code https://[2001:db8:113::10]:443}. */
        @Override
        public String toString() {
            String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
            return protocol + "://" + host + ":" + port;
        }
    }
}
