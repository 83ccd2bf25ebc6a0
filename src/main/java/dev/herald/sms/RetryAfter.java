package dev.herald.sms;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} (RFC 9110 section 10.2.3): seconds, or a date. */
final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** How long to wait from {@code now}, at most a day; zero where the header is absent, malformed or in the past. */
    static Duration parse(@Nullable String value, Instant now) {
        if (value == null) {
            return Duration.ZERO;
        }
        Duration wait = wait(value.strip(), now);
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static Duration wait(String value, Instant now) {
        return SECONDS.matcher(value).matches()
                ? Duration.ofSeconds(Long.parseLong(value))
                : Duration.between(now, Json.time(value, now));
    }
}
