package dev.sluice.app.command;

import dev.sluice.app.demo.DemoPorts;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Four ports between commas. */
final class DemoPortsArgument implements ITypeConverter<DemoPorts> {
    private static final int MOST = 65_535;

    @Override
    public DemoPorts convert(String text) {
        if (!text.matches("[0-9]{1,5}(,[0-9]{1,5}){3}")) {
            throw new TypeConversionException(
                    "'" + text + "' is not four ports: TCP,UDP,HTTP,HTTPS");
        }
        int[] ports = Arrays.stream(text.split(",", -1)).mapToInt(Integer::parseInt).toArray();
        if (Arrays.stream(ports).anyMatch(port -> port < 1 || port > MOST)) {
            throw new TypeConversionException("a port is 1 to " + MOST);
        }
        return new DemoPorts(ports[0], ports[1], ports[2], ports[3]);
    }
}
