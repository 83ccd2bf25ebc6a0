package dev.herald.email;

import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes header fields that a parser reads back exactly: folded (RFC 5322 section 2.2.3), beyond plain words encoded (RFC
 * 2047).
 */
final class HeaderWriter {
    private static final int LINE = 76;
    private static final String CRLF = "\r\n";
    private static final Pattern PLAIN_WORDS = Pattern.compile("[!-~]+(?: [!-~]+)*");
    private static final Pattern ATOMS = Pattern
            .compile("[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(?: [a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern QUOTABLE = Pattern.compile("[ -~]{1,60}");
    private static final Pattern LONG_WORD = Pattern.compile("[^ ]{" + (LINE - 2) + "}");

    private final StringBuilder out;
    private int column;

    HeaderWriter(StringBuilder out) {
        this.out = out;
    }

    /** A field of a fixed form: ASCII words, folded at spaces where that helps. */
    HeaderWriter words(String name, String value) {
        start(name);
        for (String word : value.split(" ", -1)) {
            token(word);
        }
        return end();
    }

    /** A field of free text. */
    HeaderWriter text(String name, String value) {
        start(name);
        if (value.isEmpty()) {
            out.append(' ');
        } else if (isPlain(value) && column + 1 + (value + ' ').indexOf(' ') <= LINE) {
            for (String word : value.split(" ", -1)) {
                token(word);
            }
        } else {
            EncodedWords.encode(value, Math.max(LINE - column - 1, EncodedWords.SHORTEST)).forEach(this::token);
        }
        return end();
    }

    /** A field of addresses; none if there are none. */
    HeaderWriter addresses(String name, List<EmailAddress> addresses) {
        if (addresses.isEmpty()) {
            return this;
        }
        start(name);
        for (Iterator<EmailAddress> i = addresses.iterator(); i.hasNext();) {
            EmailAddress address = i.next();
            String separator = i.hasNext() ? "," : "";
            if (address.name() == null) {
                token(address.wireAddress() + separator);
            } else {
                displayName(address.name());
                token('<' + address.wireAddress() + '>' + separator);
            }
        }
        return end();
    }

    private void displayName(String name) {
        if (ATOMS.matcher(name).matches() && isPlain(name)) {
            for (String word : name.split(" ", -1)) {
                token(word);
            }
        } else if (QUOTABLE.matcher(name).matches() && !name.contains("=?")) {
            token('"' + name.replaceAll("([\"\\\\])", "\\\\$1") + '"');
        } else {
            // in as few words as can be: before 3.13 Python puts spaces between those of a display name
            EncodedWords.encode(name, LINE).forEach(this::token);
        }
    }

    private static boolean isPlain(String text) {
        return PLAIN_WORDS.matcher(text).matches() && !text.contains("=?") && !LONG_WORD.matcher(text).find();
    }

    private void start(String name) {
        out.append(name).append(':');
        column = name.length() + 1;
    }

    private void token(String token) {
        if (column + 1 + token.length() > LINE) {
            out.append(CRLF);
            column = 0;
        }
        out.append(' ').append(token);
        column += 1 + token.length();
    }

    private HeaderWriter end() {
        out.append(CRLF);
        return this;
    }
}
