package dev.herald.message.text;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * White space and the invisible characters that come with a pasted text: they do not count at either end of a field. What an
 * emoji or a script needs at its end (variation selectors, joiners, tags) stays where a text is meant to be read.
 */
public final class Blanks {
    private static final Pattern LINE_BREAKS = Pattern.compile("[\\n\\x0b\\f\\r\\x{85}\\x{2028}\\x{2029}]++");

    private Blanks() {}

    /** A text that is read, without what does not count at its ends. */
    public static String strip(String text) {
        return strip(text, false);
    }

    /** An address, a number, a name or the like, in which joiners and variation selectors count as little. */
    public static String stripCode(String text) {
        return strip(text, true);
    }

    /** A text with a space for each run of line breaks. */
    public static String oneLine(String text) {
        return LINE_BREAKS.matcher(text).replaceAll(" ");
    }

    /** Whether there is nothing but what does not count. */
    public static boolean isBlank(String text) {
        return text.codePoints().allMatch(c -> isBlank(c) || isInvisible(c));
    }

    /** Whether a reader of {@code codePoint} sees nothing, not even a space. */
    public static boolean isInvisible(int codePoint) {
        return isMark(codePoint) || Character.getType(codePoint) == Character.FORMAT || codePoint == 0x34f
                || (codePoint >= 0xfe00 && codePoint <= 0xfe0f);
    }

    /**
     * The first character in {@code text} of which nobody sees what it is, as {@code U+202C}: an invisible one, or a space
     * other than the usual one.
     */
    public static Optional<String> unseen(String text) {
        return text.codePoints().filter(c -> isInvisible(c) || (c != ' ' && Character.isSpaceChar(c)))
                .mapToObj(c -> String.format(Locale.ROOT, "U+%04X", c)).findFirst();
    }

    private static String strip(String text, boolean code) {
        int start = 0;
        int end = text.length();
        while (start < end && isStripped(text.codePointAt(start), code)) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (end > start && isStripped(text.codePointBefore(end), code)) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    private static boolean isStripped(int c, boolean code) {
        return isBlank(c) || isMark(c) || (code && isInvisible(c));
    }

    private static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    /** Soft hyphen, zero-width space, directional marks, word joiner, byte order mark. */
    private static boolean isMark(int c) {
        return c == 0xad || c == 0x61c || c == 0x200b || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
    }
}
