package dev.sluice.proxy.log;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads one flat JSON object of strings and numbers, to the letter of RFC 8259. */
final class StrictJson {
    private final String text;
    private int at;

    private StrictJson(String text) {
        this.text = text;
    }

    static Map<String, String> parse(String text) {
        StrictJson json = new StrictJson(text);
        Map<String, String> fields = json.object();
        if (json.at != text.length()) {
            throw json.wrong("something follows the object");
        }
        return fields;
    }

    private Map<String, String> object() {
        Map<String, String> fields = new LinkedHashMap<>();
        take('{');
        do {
            String name = string();
            take(':');
            String value = text.charAt(at) == '"' ? string() : number();
            if (fields.put(name, value) != null) {
                throw wrong("twice: " + name);
            }
        } while (next() == ',');
        at--;
        take('}');
        return fields;
    }

    private String string() {
        take('"');
        StringBuilder value = new StringBuilder();
        while (true) {
            char c = next();
            if (c == '"') {
                return value.toString();
            }
            if (c < 0x20 || c > 0x7e) {
                throw wrong("a byte that should be escaped");
            }
            value.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = next();
        if (c == '"' || c == '\\') {
            return c;
        }
        if (c != 'u') {
            throw wrong("an escape that is not used here");
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private String number() {
        int start = at;
        while ("0123456789.".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        if (!number.matches("(0|[1-9][0-9]*)(\\.[0-9]+)?")) {
            throw wrong("not a number: " + number);
        }
        return number;
    }

    private char next() {
        return text.charAt(at++);
    }

    private void take(char wanted) {
        if (next() != wanted) {
            throw wrong("not " + wanted);
        }
    }

    private AssertionError wrong(String what) {
        return new AssertionError(what + " at " + at + " in " + text);
    }
}
