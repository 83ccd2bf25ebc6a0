package dev.herald.dispatch;

import java.time.Duration;

/**
 * How attempts are spaced.
 *
 * @param patience how long an outage is waited out before an incident
 * @param backoff the pauses
 */
public record DispatchSettings(Duration patience, BackoffSettings backoff) {}
