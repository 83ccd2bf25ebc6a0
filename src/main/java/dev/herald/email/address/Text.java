package dev.herald.email.address;

/** What the characters of a text allow. */
public final class Text {
    private Text() {}

    public static boolean isAscii(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Whether every surrogate is half of a pair, so that UTF-8 can hold the text. */
    static boolean isWellFormed(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /**
     * Refuses what no header field can carry: line breaks and NUL, and halves of surrogate pairs.
     *
     * @param field the input that holds the text
     */
    public static void requireOneLine(String field, String text) throws InvalidFieldException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                throw new InvalidFieldException(field, "contains a line break");
            }
            if (c == 0) {
                throw new InvalidFieldException(field, "contains a NUL character");
            }
        }
        requireWellFormed(field, text);
    }

    /**
     * Refuses what UTF-8 can't hold.
     *
     * @param field the input that holds the text
     */
    public static void requireWellFormed(String field, String text) throws InvalidFieldException {
        if (!isWellFormed(text)) {
            throw new InvalidFieldException(field, "contains half of a surrogate pair, which is no character");
        }
    }
}
