package dev.herald.sms;

import java.util.Map;

/** The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038 section 6.2.1). */
final class Gsm7 {
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENSION = "\f^{}\\[~]|€";

    /** Typographic characters that a text processor puts in, and what a typewriter has for them. */
    private static final Map<Integer, String> PLAIN = Map.ofEntries(Map.entry(0x2018, "'"), Map.entry(0x2019, "'"),
            Map.entry(0x201A, "'"), Map.entry(0x201B, "'"), Map.entry(0x2032, "'"), Map.entry(0x2039, "<"),
            Map.entry(0x203A, ">"), Map.entry(0x201C, "\""), Map.entry(0x201D, "\""), Map.entry(0x201E, "\""),
            Map.entry(0x201F, "\""), Map.entry(0x2033, "\""), Map.entry(0x00AB, "\""), Map.entry(0x00BB, "\""),
            Map.entry(0x2010, "-"), Map.entry(0x2011, "-"), Map.entry(0x2012, "-"), Map.entry(0x2013, "-"),
            Map.entry(0x2014, "-"), Map.entry(0x2015, "-"), Map.entry(0x2212, "-"), Map.entry(0x2022, "-"),
            Map.entry(0x2026, "..."), Map.entry(0x00B4, "'"), Map.entry(0x0060, "'"), Map.entry(0x0009, " "),
            Map.entry(0x00A0, " "), Map.entry(0x2002, " "), Map.entry(0x2003, " "), Map.entry(0x2007, " "),
            Map.entry(0x2009, " "), Map.entry(0x200A, " "), Map.entry(0x202F, " "), Map.entry(0x3000, " "),
            Map.entry(0x2028, "\n"), Map.entry(0x2029, "\n"), Map.entry(0x00AD, ""), Map.entry(0x200B, ""),
            Map.entry(0x2060, ""), Map.entry(0xFEFF, ""));

    private static final byte[] SEPTETS = septetTable();

    private Gsm7() {}

    private static byte[] septetTable() {
        byte[] table = new byte[0x20AD];
        BASIC.chars().forEach(c -> table[c] = 1);
        EXTENSION.chars().forEach(c -> table[c] = 2);
        return table;
    }

    private static int septets(char c) {
        return c < SEPTETS.length ? SEPTETS[c] : 0;
    }

    /** Whether every character of {@code text} is in the alphabet. */
    static boolean encodes(String text) {
        return text.chars().allMatch(c -> septets((char) c) > 0);
    }

    /** How many septets {@code text} takes; an extension character takes two. */
    static int septets(String text) {
        return text.chars().map(c -> septets((char) c)).sum();
    }

    /**
     * {@code text} with plain quotes, dashes, dots and spaces, where that makes all of it GSM-7; else {@code text} as it is,
     * since nothing would be won.
     */
    static String simplify(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            String replacement = PLAIN.get(c);
            if (replacement == null) {
                plain.appendCodePoint(c);
            } else {
                plain.append(replacement);
            }
        });
        return encodes(plain.toString()) ? plain.toString() : text;
    }
}
