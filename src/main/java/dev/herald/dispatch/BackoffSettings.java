package dev.herald.dispatch;

import dev.herald.message.setting.InvalidSettingException;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code herald.backoff}: the pause between attempts, growing, with jitter.
 *
 * @param first after the first attempt
 * @param max the longest
 */
public record BackoffSettings(@DefaultValue("10s") Duration first, @DefaultValue("5m") Duration max) {
    private static final Duration SHORTEST = Duration.ofMillis(50);

    /**
     * Checks the pauses.
     *
     * @throws InvalidSettingException naming the property that is wrong
     */
    public void check() {
        if (first.compareTo(SHORTEST) < 0) {
            throw new InvalidSettingException("herald.backoff.first", "is shorter than 50ms",
                    "Set it to a duration with its unit, as 10s.");
        }
        if (max.compareTo(first) < 0) {
            throw new InvalidSettingException("herald.backoff.max", "is shorter than herald.backoff.first",
                    "Set it to a longer duration, as 5m.");
        }
    }
}
