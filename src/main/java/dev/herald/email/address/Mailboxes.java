package dev.herald.email.address;

import dev.herald.message.text.AsciiDomain;
import dev.herald.message.text.Blanks;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What RFC 5321 section 4.1.2 and RFC 6531 let a mailbox consist of. */
final class Mailboxes {
    private static final int LONGEST_LOCAL = 64;

    // letters, marks, digits, symbols and punctuation beyond ASCII: no control, format (bidi), separator, surrogate,
    // private-use or unassigned character
    private static final String BEYOND_ASCII = "\\x{a1}-\\x{10ffff}&&[^\\p{C}\\p{Z}]";
    private static final String ATEXT = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~\\-[" + BEYOND_ASCII + "]]";
    private static final Pattern DOT_STRING = Pattern.compile(ATEXT + "++(?:\\." + ATEXT + "++)*+");
    private static final Pattern QUOTED_STRING = Pattern
            .compile("\"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e[" + BEYOND_ASCII + "]]|\\\\[\\x20-\\x7e])*+\"");

    private static final Pattern DOTS = Pattern.compile("\\A\\.++|\\.++\\z|(?<=\\.)\\.++");

    private Mailboxes() {}

    /** Whether {@code text} looks like a bare {@code local@domain}; its parts are still to be checked. */
    static boolean isBare(String text) {
        int at = text.lastIndexOf('@');
        return at > 0 && isLocal(text.substring(0, at)) && text.indexOf('>', at) < 0 && text.indexOf(')', at) < 0;
    }

    private static boolean isLocal(String local) {
        return DOT_STRING.matcher(local).matches() || QUOTED_STRING.matcher(local).matches();
    }

    /**
     * The part before the at sign, unchanged.
     *
     * @param field the input that holds it
     */
    static String checkedLocal(String field, String local) throws InvalidFieldException {
        if (local.getBytes(StandardCharsets.UTF_8).length > LONGEST_LOCAL) {
            throw new InvalidFieldException(field, "has more than 64 bytes before the at sign");
        }
        if (!isLocal(local)) {
            throw new InvalidFieldException(field, "has a character that is not allowed before the at sign");
        }
        requireUnmistakable(field, local);
        return local;
    }

    /** Refuses what becomes an ASCII character where texts are compared, as the Kelvin sign becomes k. */
    private static void requireUnmistakable(String field, String local) throws InvalidFieldException {
        for (int c : local.codePoints().filter(c -> c > 0x7f).toArray()) {
            if (isQuotationMark(c)) {
                throw new InvalidFieldException(field, "has the character " + Character.getName(c)
                        + " before the at sign; remove it, or write the plain one");
            }
            String compared = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
            if (Text.isAscii(compared.toLowerCase(Locale.ROOT)) || Text.isAscii(compared.toUpperCase(Locale.ROOT))) {
                throw new InvalidFieldException(field, "has a character before the at sign that passes for another, "
                        + Character.getName(c) + "; write the plain one");
            }
        }
    }

    /** What word processors make of the plain ones. */
    private static boolean isQuotationMark(int c) {
        int type = Character.getType(c);
        return type == Character.INITIAL_QUOTE_PUNCTUATION || type == Character.FINAL_QUOTE_PUNCTUATION
                || c == 0x201a || c == 0x201e;
    }

    /** Whether {@code text} is an address but for dots where a server that gave it should not have let them be. */
    static boolean hasMisplacedDots(String text) {
        int at = text.lastIndexOf('@');
        Matcher dots = DOTS.matcher(at < 0 ? "" : text.substring(0, at));
        return dots.find() && DOT_STRING.matcher(dots.replaceAll("")).matches();
    }

    /**
     * Names what nobody sees, where the address looks right.
     *
     * @param field the input that holds it
     */
    static void requireVisible(String field, String text) throws InvalidFieldException {
        for (int c : text.codePoints().toArray()) {
            if (Blanks.isInvisible(c)) {
                throw new InvalidFieldException(field,
                        String.format(Locale.ROOT, "holds an invisible character, U+%04X", c));
            }
            if (c != ' ' && Character.isSpaceChar(c)) {
                throw new InvalidFieldException(field,
                        String.format(Locale.ROOT, "holds a space that is none, U+%04X", c));
            }
        }
    }

    /**
     * The domain as it goes over the wire: A-labels, lower case.
     *
     * @param field the input that holds it
     */
    static String asciiDomain(String field, String domain) throws InvalidFieldException {
        try {
            return AsciiDomain.of(domain);
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException(field, String.valueOf(e.getMessage()));
        }
    }
}
