package dev.sluice.app.command;

import dev.sluice.lab.region.Ownership;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An {@link Ownership}, as users write it. */
final class OwnershipArgument implements ITypeConverter<Ownership> {
    @Override
    public Ownership convert(String value) {
        for (Ownership one : Ownership.values()) {
            if (one.name().toLowerCase(Locale.ROOT).equals(value)) {
                return one;
            }
        }
        throw new TypeConversionException("must be ecmp or vrrp, not " + value);
    }
}
