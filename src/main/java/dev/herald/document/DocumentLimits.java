package dev.herald.document;

import java.time.Duration;

/**
 * What reading documents may take.
 *
 * @param longest for all documents of an email
 * @param mostBytes of one whose reference does not say how long it is
 */
public record DocumentLimits(Duration longest, long mostBytes) {}
