package dev.herald.message.text;

import java.util.Locale;

/** A text that would cost more memory or time than any message may. It holds no value. */
public final class TooLargeException extends RuntimeException {

    /**
     * @param field the input
     * @param most of what it may have, as {@code 500,000}
     * @param what as {@code characters of HTML}
     */
    public TooLargeException(String field, int most, String what) {
        super(String.format(Locale.ROOT, "%s: has more than %,d %s.", field, most, what), null, false, false);
    }
}
