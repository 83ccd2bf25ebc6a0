package dev.herald.email.smtp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a server offers.
 *
 * @param parameters by extension, upper case; empty where it has none
 */
public record Extensions(Map<String, String> parameters) {
    static final Extensions NONE = new Extensions(Map.of());
    private static final Pattern SIZE = Pattern.compile("\\d{1,18}");

    /** From the reply to EHLO (RFC 5321 section 4.1.1.1). */
    static Extensions of(List<String> ehloLines) {
        Map<String, String> parameters = new HashMap<>();
        for (String line : ehloLines.subList(1, ehloLines.size())) {
            String[] words = line.strip().split(" ", 2);
            parameters.put(words[0].toUpperCase(Locale.ROOT), words.length == 2 ? words[1].strip() : "");
        }
        return new Extensions(parameters);
    }

    public boolean offer(String extension) {
        return parameters.containsKey(extension);
    }

    /** Whether addresses may have characters beyond ASCII (RFC 6531). */
    public boolean offerUtf8() {
        return offer("SMTPUTF8") && offer("8BITMIME");
    }

    /** The most bytes that a message may have (RFC 1870); 0 if the server names no limit. */
    public long sizeLimit() {
        String size = parameters.getOrDefault("SIZE", "");
        return SIZE.matcher(size).matches() ? Long.parseLong(size) : 0;
    }

    /** The mechanisms to log in with (RFC 4954), upper case. */
    List<String> authMechanisms() {
        return List.of(parameters.getOrDefault("AUTH", "").toUpperCase(Locale.ROOT).split("\\s+"));
    }
}
