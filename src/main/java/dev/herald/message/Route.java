package dev.herald.message;

import dev.herald.message.setting.Rate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The preset or sender that a message goes through, and what it allows.
 *
 * @param setting its property, as {@code herald.smtp.presets.default}; names it in texts, breakers and metrics
 * @param maxConnections how many messages may be in the air at once
 * @param rate the most messages in a time; null for no limit
 * @param sendDeadline the longest time that one {@link Delivery#send} may take
 * @param onUnconfirmed what to do when nobody can tell whether a message was sent
 */
public record Route(String setting, int maxConnections, @Nullable Rate rate, Duration sendDeadline,
        OnUnconfirmed onUnconfirmed) {}
