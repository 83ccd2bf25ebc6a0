package dev.herald.sandbox.local;

/** How many parts a text takes on the air, in GSM 03.38 or else in UCS-2 (3GPP TS 23.038). */
final class SmsSegments {
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
            + "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENSION = "\f^{}\\[~]|€";

    private SmsSegments() {}

    static int count(String text) {
        int septets = septets(text);
        return septets >= 0 ? parts(septets, 160, 153) : parts(text.length(), 70, 67);
    }

    private static int parts(int length, int alone, int joined) {
        return length <= alone ? 1 : Math.ceilDiv(length, joined);
    }

    /** -1 where a character needs UCS-2. */
    private static int septets(String text) {
        int septets = 0;
        for (int i = 0; i < text.length(); i++) {
            if (BASIC.indexOf(text.charAt(i)) >= 0) {
                septets += 1;
            } else if (EXTENSION.indexOf(text.charAt(i)) >= 0) {
                septets += 2;
            } else {
                return -1;
            }
        }
        return septets;
    }
}
