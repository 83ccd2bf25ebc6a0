package dev.herald.email.mime;

import dev.herald.email.address.EmailAddress;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes header fields that a parser reads back exactly: folded (RFC 5322 section 2.2.3), beyond plain words encoded (RFC
 * 2047).
 */
final class HeaderWriter {
    private static final int LINE = 76;
    private static final String CRLF = "\r\n";
    private static final Pattern PLAIN_WORDS = Pattern.compile("[!-~]+(?: [!-~]+)*+");
    // with the longest name no line has more than the 998 characters of RFC 5322 section 2.1.1
    private static final Pattern FITTING_WORDS = Pattern.compile("[!-~]{1,900}(?: {1,20}[!-~]{1,900})*+");
    private static final Pattern WORD = Pattern.compile(" +[^ ]+");
    private static final Pattern ATOMS = Pattern
            .compile("[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(?: [a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*+");
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
        fold(value);
        return end();
    }

    /**
     * A field of a form not known here, which may hold what must not be encoded, as message ids and URLs (RFC 2047 section 5):
     * as it is where a line can hold it.
     */
    HeaderWriter custom(String name, String value) {
        String stripped = value.strip();
        return FITTING_WORDS.matcher(stripped).matches() && !stripped.contains("=?")
                ? words(name, stripped)
                : text(name, stripped);
    }

    /** A field of free text. */
    HeaderWriter text(String name, String value) {
        start(name);
        if (value.isEmpty()) {
            out.append(' ');
        } else if (isPlain(value) && column + 1 + (value + ' ').indexOf(' ') <= LINE) {
            fold(value);
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

    /** The first word stays beside the field's name, and several blanks stay together. */
    private void fold(String value) {
        Matcher words = WORD.matcher(' ' + value);
        for (boolean first = true; words.find(); first = false) {
            append(words.group(), !first);
        }
    }

    private void token(String token) {
        append(' ' + token, true);
    }

    private void append(String word, boolean foldable) {
        if (foldable && column + word.length() > LINE) {
            out.append(CRLF);
            column = 0;
        }
        out.append(word);
        column += word.length();
    }

    private HeaderWriter end() {
        out.append(CRLF);
        return this;
    }
}
