package dev.sluice.model;

/** What names and addresses look like. */
public final class Names {
    public static final String PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";
    public static final String EXPECTED =
            "1 to 128 letters, digits, '.', '_' or '-', beginning with a letter or digit";

    /** A first look; whether it is a real address is checked by {@code java.net}'s own parser. */
    public static final String ADDRESS_PATTERN = "[0-9A-Fa-f:.]{2,45}";

    /** A host name or an address. */
    public static final String HOST_PATTERN = "[A-Za-z0-9:]([A-Za-z0-9._:-]{0,252})";

    /** An exact domain, or one whose first label is {@code *}. */
    public static final String DOMAIN_PATTERN =
            "(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*";

    private Names() {}
}
