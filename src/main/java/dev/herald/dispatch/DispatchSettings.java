package dev.herald.dispatch;

import java.time.Duration;

/**
 * How attempts are spaced.
 *
 * @param patience how long an outage is waited out before an incident
 * @param backoff the pauses
 * @param longestSend the longest send-deadline of all presets and senders
 */
public record DispatchSettings(Duration patience, BackoffSettings backoff, Duration longestSend) {}
