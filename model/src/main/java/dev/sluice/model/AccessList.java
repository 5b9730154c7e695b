package dev.sluice.model;

import dev.sluice.model.shape.Field;
import java.util.List;

/** Addresses and networks. */
public record AccessList(
        @Field(
                        doc = "Name, unique in the account.",
                        required = true,
                        pattern = Names.PATTERN,
                        expected = Names.EXPECTED)
                String name,
        @Field(doc = "Account that owns it.", initial = "default", immutable = true) String account,
        @Field(
                        doc = "Addresses or networks in CIDR form.",
                        pattern = "[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?",
                        expected = "an address or a network such as 192.0.2.0/24")
                List<String> entries)
        implements Resource {
    @SuppressWarnings("NullAway") // the reader hands over null where a file says nothing
    public AccessList {
        entries = entries == null ? List.of() : List.copyOf(entries);
    }

    @Override
    public Kind kind() {
        return Kind.ACCESS_LIST;
    }
}
