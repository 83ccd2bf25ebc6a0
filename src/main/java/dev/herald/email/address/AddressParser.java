package dev.herald.email.address;

import dev.herald.message.text.Blanks;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads address fields. Jakarta Mail parses what is more than a bare address (RFC 5322 section 3.4); {@link Mailboxes} holds
 * every address to what SMTP can carry.
 */
public final class AddressParser {
    // RFC 5321 section 4.5.3.1.3, without the angle brackets
    private static final int LONGEST = 254;
    /** What comes along where a link is copied (RFC 6068). */
    private static final String MAILTO = "mailto:";
    /** Two addresses with something else between them than what separates two. */
    private static final Pattern TWO = Pattern
            .compile(
                    "[^<@]*+@[^<@\\s|/\\x{3001}\\x{ff0c}\\x{ff1b}\\x{60c}]++[\\s|/\\x{3001}\\x{ff0c}\\x{ff1b}\\x{60c}][^<@]*+@[^<]*+");
    private static final int LONGEST_ENTRY = 1000;
    private static final int LONGEST_NAME = 200;

    private AddressParser() {}

    /**
     * The addresses of a field, empty entries left out.
     *
     * @param field the variable's name
     * @param entries each one address or several separated by commas, semicolons or line ends
     * @throws InvalidFieldException naming the field and, where there are several, the position: of the entry, or within the
     *             list where there is one entry only
     */
    static List<EmailAddress> parse(String field, List<String> entries) throws InvalidFieldException {
        List<EmailAddress> addresses = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            List<String> parts = AddressList.split(entries.get(i));
            boolean several = parts.stream().filter(part -> !part.isEmpty()).count() > 1;
            for (int k = 0; k < parts.size(); k++) {
                String part = parts.get(k);
                if (part.isEmpty()) {
                    continue;
                }
                String name = entries.size() > 1 ? field + '[' + i + ']' : several ? field + '[' + k + ']' : field;
                if (part.indexOf('@') < 0 && k + 1 < parts.size() && parts.get(k + 1).indexOf('<') > 0) {
                    throw new InvalidFieldException(name, "is not an email address; a name with a comma in it needs"
                            + " quotes, as \"Doe, Jane\" <jane@acme.example>");
                }
                addresses.add(parseOne(name, part));
            }
        }
        return addresses;
    }

    /** The one address that {@code text} is. */
    public static EmailAddress parseOne(String field, String text) throws InvalidFieldException {
        String stripped = Blanks.stripCode(text);
        String bare = stripped.regionMatches(true, 0, MAILTO, 0, MAILTO.length())
                ? stripped.substring(MAILTO.length())
                : stripped;
        if (bare.length() > LONGEST_ENTRY) {
            throw new InvalidFieldException(field, "has more than " + LONGEST_ENTRY + " characters for one address");
        }
        Text.requireOneLine(field, bare);
        if (Mailboxes.isBare(bare)) {
            return address(field, null, bare);
        }
        ParsedAddress parsed = parseSyntax(field, bare);
        String name = parsed.displayName();
        if (name != null && name.length() > LONGEST_NAME) {
            throw new InvalidFieldException(field, "has a name of more than " + LONGEST_NAME + " characters");
        }
        return address(field, name, parsed.getAddress());
    }

    private static EmailAddress address(String field, @Nullable String name, @Nullable String bare)
            throws InvalidFieldException {
        int at = bare == null ? -1 : bare.lastIndexOf('@');
        if (bare == null || at < 0) {
            throw new InvalidFieldException(field, "is not an email address");
        }
        Mailboxes.requireVisible(field, bare);
        String domain = bare.substring(at + 1);
        EmailAddress address = new EmailAddress(field, name, Mailboxes.checkedLocal(field, bare.substring(0, at)),
                domain,
                Mailboxes.asciiDomain(field, domain));
        if (address.wireAddress().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new InvalidFieldException(field, "has more than 254 bytes");
        }
        return address;
    }

    private static ParsedAddress parseSyntax(String field, String text) throws InvalidFieldException {
        try {
            ParsedAddress parsed = new ParsedAddress(text);
            if (!parsed.isGroup() && AddressList.endsWithAddress(text)) {
                return parsed;
            }
        } catch (AddressException e) {
            // its text holds the address
        }
        Mailboxes.requireVisible(field, text);
        String bare = text.endsWith(">") ? text.substring(text.lastIndexOf('<') + 1, text.length() - 1) : text;
        if (TWO.matcher(text).matches()) {
            throw new InvalidFieldException(field,
                    "is not one email address; several are separated by commas, semicolons or line breaks");
        }
        throw new InvalidFieldException(field, Mailboxes.hasMisplacedDots(bare)
                ? "has two dots in a row, or one at an end, before the at sign; where the address is really so, that part needs"
                        + " quotes, as in \"a..b\"@..."
                : "is not an email address");
    }

    /** Knows the display name as it was written, where {@link #getPersonal} would decode what looks encoded. */
    private static final class ParsedAddress extends InternetAddress {
        private static final long serialVersionUID = 1;

        ParsedAddress(String text) throws AddressException {
            super(text, true);
        }

        @Nullable
        String displayName() {
            return encodedPersonal == null || encodedPersonal.isBlank() ? null : encodedPersonal;
        }
    }
}
