package dev.herald.message.text;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names in a text that leaves the process: the first few, and how many more there are. */
public final class Listing {
    private static final int MOST = 5;

    private Listing() {}

    /** As {@code a, b, c, d, e and 995 more}. */
    public static String of(Collection<String> names) {
        String first = names.stream().limit(MOST).collect(Collectors.joining(", "));
        return names.size() <= MOST
                ? first
                : String.format(Locale.ROOT, "%s and %,d more", first, names.size() - MOST);
    }
}
