package dev.herald.dispatch;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code herald.backoff}: the pause between attempts, growing, with jitter.
 *
 * @param first after the first attempt
 * @param max the longest
 */
public record BackoffSettings(@DefaultValue("10s") Duration first, @DefaultValue("5m") Duration max) {}
