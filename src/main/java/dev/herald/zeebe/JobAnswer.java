package dev.herald.zeebe;

import java.time.Duration;
import java.util.Map;

/** What Zeebe is told about a job. */
sealed interface JobAnswer {

    record Complete(Map<String, Object> variables) implements JobAnswer {}

    record ThrowError(String code, String message, Map<String, Object> variables) implements JobAnswer {}

    /** With no retries left, an incident. */
    record Fail(int retries, Duration backoff, String message, Map<String, Object> variables) implements JobAnswer {
        Fail(int retries, Duration backoff, String message) {
            this(retries, backoff, message, Map.of());
        }
    }
}
