package dev.herald.message.setting;

import java.time.Duration;

/** A setting that stops the start. */
public final class InvalidSettingException extends RuntimeException {
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

    private final String property;
    private final String remedy;

    /**
     * @param property its full name, as {@code herald.smtp.presets.default.host}
     * @param problem what is wrong, never repeating a secret
     * @param remedy what to set
     */
    public InvalidSettingException(String property, String problem, String remedy) {
        super(property + " " + problem);
        this.property = property;
        this.remedy = remedy;
    }

    /** Holds a timeout or deadline to what a socket, a lease and a person can wait for. */
    public static void requireTimeout(String property, Duration value) {
        if (value.compareTo(SHORTEST_TIMEOUT) < 0 || value.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new InvalidSettingException(property, "is not between 100ms and 1h",
                    "Set it to a duration with its unit, as 30s.");
        }
    }

    /** The property to change. */
    public String property() {
        return property;
    }

    /** What to change it to. */
    public String remedy() {
        return remedy;
    }
}
