package dev.herald.email;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads address fields. Jakarta Mail parses the syntax (RFC 5322 section 3.4); {@link Mailboxes} then holds the result to
 * what SMTP can carry.
 */
final class AddressParser {
    private AddressParser() {}

    /**
     * The addresses of a field, empty entries left out.
     *
     * @param field the variable's name
     * @param entries each one address or several separated by commas
     * @throws InvalidFieldException naming the field and the position: of the entry, or within the list where there is one
     *             entry only
     */
    static List<EmailAddress> parse(String field, List<String> entries) throws InvalidFieldException {
        List<EmailAddress> addresses = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            String entry = entries.get(i);
            String name = field + '[' + i + ']';
            Text.requireOneLine(name, entry.strip());
            List<String> parts = AddressList.split(entry.strip());
            for (int k = 0; k < parts.size(); k++) {
                if (!parts.get(k).isBlank()) {
                    addresses.add(parseOne(entries.size() == 1 ? field + '[' + k + ']' : name, parts.get(k)));
                }
            }
        }
        return addresses;
    }

    /** The one address that {@code text} is. */
    static EmailAddress parseOne(String field, String text) throws InvalidFieldException {
        Text.requireOneLine(field, text);
        ParsedAddress parsed = parseSyntax(field, text);
        String address = parsed.getAddress();
        int at = address == null ? -1 : address.lastIndexOf('@');
        if (address == null || at < 0) {
            throw new InvalidFieldException(field, "is not an email address");
        }
        String local = Mailboxes.checkedLocal(field, address.substring(0, at));
        String domain = address.substring(at + 1);
        return new EmailAddress(field, parsed.displayName(), local, domain,
                Mailboxes.asciiDomain(field, domain));
    }

    private static ParsedAddress parseSyntax(String field, String text) throws InvalidFieldException {
        try {
            ParsedAddress parsed = new ParsedAddress(text);
            if (!parsed.isGroup()) {
                return parsed;
            }
        } catch (AddressException e) {
            // its text holds the address
        }
        throw new InvalidFieldException(field, "is not an email address");
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
