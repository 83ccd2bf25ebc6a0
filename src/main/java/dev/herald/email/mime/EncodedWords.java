package dev.herald.email.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Text beyond printable ASCII in a header field (RFC 2047), in UTF-8. */
final class EncodedWords {
    /** The least that a word with a character in it needs. */
    static final int SHORTEST = 24;
    private static final int LONGEST = 75;
    private static final String BASE64 = "=?utf-8?B?";
    private static final String QUOTED = "=?utf-8?Q?";
    private static final String END = "?=";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private EncodedWords() {}

    /**
     * Encodes with whichever of B and Q is shorter. No character is split; the words are to be separated by white space,
     * which a reader drops.
     *
     * @param first the most characters that the first word may have, at least {@link #SHORTEST}
     */
    static List<String> encode(String text, int first) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        boolean quoted = quotedLength(utf8) <= (utf8.length + 2) / 3 * 4;
        List<String> words = new ArrayList<>();
        int room = Math.min(first, LONGEST) - BASE64.length() - END.length();
        int start = 0;
        int length = 0;
        for (int end = 0; end < utf8.length;) {
            int next = end + sequenceLength(utf8[end]);
            int more = quoted ? quotedLength(utf8, end, next) : next - end;
            int most = quoted ? room : room / 4 * 3;
            if (length + more > most && end > start) {
                words.add(word(utf8, start, end, quoted));
                room = LONGEST - BASE64.length() - END.length();
                start = end;
                length = 0;
            }
            length += more;
            end = next;
        }
        words.add(word(utf8, start, utf8.length, quoted));
        return words;
    }

    private static String word(byte[] utf8, int start, int end, boolean quoted) {
        if (!quoted) {
            byte[] part = Arrays.copyOfRange(utf8, start, end);
            return BASE64 + Base64.getEncoder().encodeToString(part) + END;
        }
        StringBuilder word = new StringBuilder(LONGEST).append(QUOTED);
        for (int i = start; i < end; i++) {
            byte b = utf8[i];
            if (b == ' ') {
                word.append('_');
            } else if (isSafe(b)) {
                word.append((char) b);
            } else {
                HEX.toHexDigits(word.append('='), b);
            }
        }
        return word.append(END).toString();
    }

    private static int quotedLength(byte[] utf8) {
        return quotedLength(utf8, 0, utf8.length);
    }

    private static int quotedLength(byte[] utf8, int start, int end) {
        int length = 0;
        for (int i = start; i < end; i++) {
            length += utf8[i] == ' ' || isSafe(utf8[i]) ? 1 : 3;
        }
        return length;
    }

    /** RFC 2047 section 5 (3): what is safe even in a display name. */
    private static boolean isSafe(byte b) {
        return (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || "!*+-/".indexOf(b) >= 0;
    }

    private static int sequenceLength(byte lead) {
        if (lead >= 0) {
            return 1;
        }
        return (lead & 0x20) == 0 ? 2 : (lead & 0x10) == 0 ? 3 : 4;
    }
}
