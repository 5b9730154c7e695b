package dev.sluice.app.command;

import dev.sluice.app.Main;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which Sluice this is, and on what it runs. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }

    static String text() {
        String version =
                Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                        .orElse("(not packaged)");
        return "sluice " + version + " on Java " + Runtime.version();
    }
}
