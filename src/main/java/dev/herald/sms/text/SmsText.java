package dev.herald.sms.text;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A text as it goes over the air: 3GPP TS 23.038 GSM 7-bit default alphabet where every character is in it, else UCS-2.
 *
 * @param body the text
 * @param encoding the alphabet
 * @param length characters as Twilio counts them: septets in GSM-7, where an extension character is two, else UTF-16 code
 *        units
 * @param segments how many messages the network carries, and Twilio bills
 */
public record SmsText(String body, Encoding encoding, int length, int segments) {
    /** What Twilio takes at most (error 21617). */
    public static final int MAX_LENGTH = 1600;

    /** User-perceived characters, which are never torn apart between segments; CR and LF are two. */
    private static final Pattern CHARACTERS = Pattern.compile("[\\r\\n]|\\X");

    /** An alphabet with what fits into a message alone, and into one of several beside the header that joins them. */
    public enum Encoding {
        GSM_7("GSM-7", 160, 153), UCS_2("UCS-2", 70, 67);

        private final String label;
        private final int alone;
        private final int joined;

        Encoding(String label, int alone, int joined) {
            this.label = label;
            this.alone = alone;
            this.joined = joined;
        }

        /** As Twilio writes it. */
        public String label() {
            return label;
        }
    }

    /** Measures {@code body}. */
    public static SmsText of(String body) {
        Encoding encoding = Gsm7.encodes(body) ? Encoding.GSM_7 : Encoding.UCS_2;
        int length = units(encoding, body);
        return new SmsText(body, encoding, length, length <= encoding.alone ? 1 : segments(encoding, body));
    }

    /** Measures {@code body} after {@link Gsm7#simplify} where that saves segments and still fits, else as it is. */
    public static SmsText smart(String body) {
        SmsText asItIs = of(body);
        SmsText simple = of(Gsm7.simplify(body));
        return simple.segments < asItIs.segments && simple.length <= MAX_LENGTH ? simple : asItIs;
    }

    /** The longest beginning of {@code body} that fits, with a mark where something is left out. */
    public static SmsText shortened(String body) {
        SmsText text = of(body);
        int end = body.length();
        while (text.length > MAX_LENGTH) {
            end = body.offsetByCodePoints(end, -1);
            text = of(body.substring(0, end) + "...");
        }
        return text;
    }

    /** Whether a surrogate stands alone, so that the text has no encoding at all. */
    public static boolean isTorn(String text) {
        return text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    private static int units(Encoding encoding, String text) {
        return switch (encoding) {
            case GSM_7 -> Gsm7.septets(text);
            case UCS_2 -> text.length();
        };
    }

    private static int segments(Encoding encoding, String body) {
        int segments = 1;
        int used = 0;
        for (String piece : (Iterable<String>) pieces(encoding, body)::iterator) {
            int units = units(encoding, piece);
            if (used + units > encoding.joined) {
                segments++;
                used = 0;
            }
            used += units;
        }
        return segments;
    }

    /** Characters; of one that fills more than a segment (any number of accents may follow a letter), its code points. */
    private static Stream<String> pieces(Encoding encoding, String body) {
        return CHARACTERS.matcher(body).results().map(MatchResult::group)
                .flatMap(character -> character.length() <= encoding.joined
                        ? Stream.of(character)
                        : character.codePoints().mapToObj(Character::toString));
    }
}
