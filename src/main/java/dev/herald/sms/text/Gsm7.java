package dev.herald.sms.text;

/** The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038 section 6.2.1). */
final class Gsm7 {
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENSION = "\f^{}\\[~]|€";

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

    static boolean encodes(char c) {
        return septets(c) > 0;
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
        String plain = SmartEncoding.plain(text);
        return encodes(plain) ? plain : text;
    }
}
