package dev.herald.message;

import java.util.Locale;
import java.util.Optional;

/** Characters that nobody sees: pasted with a number or an address, they make it another one that looks the same. */
public final class Invisible {
    private Invisible() {}

    /** The first in {@code text}, as {@code U+202C}; spaces that are not the usual one count, too. */
    public static Optional<String> in(String text) {
        return text.codePoints().filter(c -> isOne(c) || (c != ' ' && Character.isSpaceChar(c)))
                .mapToObj(c -> String.format(Locale.ROOT, "U+%04X", c))
                .findFirst();
    }

    /** {@code text} without those, and without white space, at its ends. */
    public static String stripped(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && goes(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        while (end > start && goes(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    private static boolean goes(int c) {
        return isOne(c) || Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** Format characters (zero width, directional, soft hyphen, byte order mark), controls and variation selectors. */
    private static boolean isOne(int c) {
        int type = Character.getType(c);
        return type == Character.FORMAT || (type == Character.CONTROL && !Character.isWhitespace(c))
                || (c >= 0xFE00 && c <= 0xFE0F) || c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x3164
                || c == 0xFFA0;
    }
}
