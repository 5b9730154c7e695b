package dev.sluice.model.shape;

import java.util.Locale;
import java.util.regex.Pattern;

/** How enum constants are written: {@code PROXY_PROTOCOL} as {@code proxyProtocol}. */
public final class Words {
    private static final Pattern VERSION = Pattern.compile("_[0-9]");
    private static final Pattern NEXT_WORD = Pattern.compile("_([a-z])");

    private Words() {}

    /**
     * The word for a constant. One with a version number in it keeps its underscores, which alone
     * hold the number's parts apart: {@code tls_cipher_policy_1_0}.
     */
    public static String of(Enum<?> constant) {
        String name = constant.name().toLowerCase(Locale.ROOT);
        return VERSION.matcher(name).find()
                ? name
                : NEXT_WORD
                        .matcher(name)
                        .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }
}
