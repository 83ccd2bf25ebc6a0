package dev.herald.sandbox.local;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts for whom something went wrong, so that it goes well after a number of times, and wrong again after that. */
final class Turns {
    private final Map<String, Integer> wrong = new ConcurrentHashMap<>();

    /** Whether it goes wrong now for {@code whom}, who has {@code times} of that ahead. */
    boolean goesWrong(String whom, int times) {
        return times == Integer.MAX_VALUE
                || wrong.merge(whom, 1, (before, one) -> before < times ? before + one : 0) > 0;
    }
}
