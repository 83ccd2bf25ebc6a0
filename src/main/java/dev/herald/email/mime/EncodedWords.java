package dev.herald.email.mime;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Text that a header field can't hold as it is (RFC 2047). Jakarta Mail's own encoder leaves alone what already looks encoded,
 * so that a reader would decode it, and makes more words than needed, between which some readers show spaces.
 */
final class EncodedWords {
    private static final String START = "=?UTF-8?B?";
    private static final String END = "?=";
    // 64 characters, so that the first fits beside the name of a usual field (RFC 2047 section 2)
    private static final int MOST_BYTES = 39;

    private EncodedWords() {}

    /** The words, separated by spaces at which the field is to be folded; no character is split. */
    static String of(String text) {
        StringBuilder words = new StringBuilder();
        for (int start = 0, end; start < text.length(); start = end) {
            end = end(text, start);
            byte[] utf8 = text.substring(start, end).getBytes(StandardCharsets.UTF_8);
            words.append(start == 0 ? "" : " ").append(START).append(Base64.getEncoder().encodeToString(utf8))
                    .append(END);
        }
        return words.toString();
    }

    private static int end(String text, int start) {
        int end = start;
        for (int bytes = 0; end < text.length(); end += Character.charCount(text.codePointAt(end))) {
            int c = text.codePointAt(end);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (bytes > MOST_BYTES) {
                return end;
            }
        }
        return end;
    }
}
