package dev.herald.email.mime;

import dev.herald.email.address.InvalidFieldException;
import dev.herald.email.address.Text;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The {@code headers} of an action: further fields, none that Herald or a server on the way writes. */
final class CustomHeaders {
    /** Of what RFC 5322 allows the part that anybody uses: a text that names the field must not hold an address. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,70}");
    private static final Pattern STRUCTURAL = Pattern
            .compile(
                    "content-.*|resent-.*|arc-.*|dkim-.*|x-herald-.*|mime-version|from|sender|to|cc|bcc|reply-to|subject"
                            + "|date|message-id|received|return-path|auto-submitted|authentication-results|received-spf"
                            + "|delivered-to|apparently-to|errors-to|domainkey-signature");

    private CustomHeaders() {}

    /** The same fields, if all of them are allowed. */
    static Map<String, String> check(Map<String, String> headers) throws InvalidFieldException {
        Set<String> seen = new TreeSet<>();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String name = header.getKey();
            if (!NAME.matcher(name).matches()) {
                throw new InvalidFieldException("headers",
                        "a field name has a character that is not allowed, or is too long");
            }
            String lowerCase = name.toLowerCase(Locale.ROOT);
            if (STRUCTURAL.matcher(lowerCase).matches()) {
                throw new InvalidFieldException("headers." + name,
                        "is written by Herald or by mail servers and can't be set");
            }
            if (!seen.add(lowerCase)) {
                throw new InvalidFieldException("headers." + name, "is there twice");
            }
            Text.requireOneLine("headers." + name, header.getValue());
        }
        return headers;
    }
}
