package dev.herald.email.mime;

import dev.herald.email.address.EmailAddress;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values of header fields that a reader takes back exactly: folded where that helps, encoded where they must be. */
final class HeaderText {
    private static final Pattern PLAIN = Pattern.compile("[!-~]{1,60}(?: [!-~]{1,70})*+");
    // RFC 5322 section 3.2.3; else a name is quoted, and some readers don't unfold what is quoted
    private static final Pattern ATOMS = Pattern.compile("[a-zA-Z0-9!#$%&'*+/=?^_`{|}~ -]++");
    private static final int LONGEST_QUOTED = 60;
    // with the longest name no line has more than the 998 characters of RFC 5322 section 2.1.1
    private static final Pattern FITTING = Pattern.compile("[!-~]{1,900}(?: {1,20}[!-~]{1,900})*+");

    private HeaderText() {}

    /** Free text. */
    static String of(String field, String text) {
        return fold(field, fits(PLAIN, text) ? text : EncodedWords.of(text));
    }

    /**
     * A value of a form not known here, which may hold what must not be encoded, as message ids and URLs (RFC 2047 section 5):
     * as it is where lines can hold it.
     */
    static String ofUnknownForm(String field, String value) {
        String stripped = value.strip();
        return fold(field, fits(FITTING, stripped) ? stripped : EncodedWords.of(stripped));
    }

    /** Addresses with their names. */
    static String of(List<EmailAddress> addresses) {
        return addresses.stream().map(HeaderText::address).collect(Collectors.joining(",\r\n "));
    }

    private static String address(EmailAddress address) {
        InternetAddress written = new InternetAddress();
        written.setAddress(address.wireAddress());
        String name = address.name();
        if (name != null) {
            boolean plain = fits(PLAIN, name) && (name.length() <= LONGEST_QUOTED || ATOMS.matcher(name).matches());
            setName(written, plain ? name : EncodedWords.of(name));
        }
        String text = written.toString();
        return text.startsWith("\"") ? text : MimeUtility.fold("Reply-To: ".length(), text);
    }

    private static void setName(InternetAddress address, String name) {
        try {
            address.setPersonal(name, "UTF-8");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every Java platform has UTF-8", e);
        }
    }

    private static boolean fits(Pattern form, String text) {
        return form.matcher(text).matches() && !text.contains("=?");
    }

    private static String fold(String field, String value) {
        return MimeUtility.fold(field.length() + 2, value);
    }
}
