package dev.herald.sms.text;

import java.util.BitSet;

/** Whether a text in Twilio's list is one that was sent. */
public final class Resemblance {
    /** What one character is replaced by at most, as {@code ½} by {@code 1/2}. */
    private static final int LONGEST_REPLACEMENT = 3;

    private Resemblance() {}

    /** Whether it is the same but for blanks at its ends and what smart encoding replaces. */
    public static boolean close(String sent, String listed) {
        return Gsm7.simplify(sent).strip().equals(Gsm7.simplify(listed).strip());
    }

    /**
     * Whether it may be the same after a messaging service has replaced characters outside of GSM-7 by some of its own choice.
     * All others must stand there as they were sent: a digit makes it another message.
     */
    public static boolean loose(String sent, String listed) {
        String expected = comparable(sent);
        String actual = comparable(listed);
        if (expected.equals(actual)) {
            return true;
        }
        return kept(expected) * 2 >= expected.codePoints().count() && fits(expected, actual);
    }

    private static String comparable(String text) {
        return SmartEncoding.plain(text).replaceAll("\\s+", "");
    }

    /** How many characters can't have been replaced. */
    private static long kept(String text) {
        return text.codePoints().filter(Resemblance::isKept).count();
    }

    private static boolean isKept(int c) {
        return c <= Character.MAX_VALUE && Gsm7.encodes((char) c);
    }

    /** Walks through {@code expected} with all the places in {@code actual} where it may have come to. */
    private static boolean fits(String expected, String actual) {
        BitSet places = new BitSet(actual.length() + 1);
        places.set(0);
        for (int c : expected.codePoints().toArray()) {
            BitSet next = new BitSet(actual.length() + 1);
            for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
                if (!isKept(c)) {
                    next.set(place, Math.min(place + LONGEST_REPLACEMENT, actual.length()) + 1);
                } else if (place < actual.length() && actual.charAt(place) == c) {
                    next.set(place + 1);
                }
            }
            places = next;
        }
        return places.get(actual.length());
    }
}
