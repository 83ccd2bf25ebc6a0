package dev.herald.zeebe;

import java.time.Duration;
import java.util.Map;

/** What Zeebe is told about a job, within {@link Bounds}. */
sealed interface JobAnswer {

    record Complete(Map<String, Object> variables) implements JobAnswer {
        public Complete {
            variables = Bounds.variables(variables);
        }
    }

    record ThrowError(String code, String message, Map<String, Object> variables) implements JobAnswer {
        public ThrowError {
            message = Bounds.text(message);
            variables = Bounds.variables(variables);
        }
    }

    /** With no retries left, an incident. */
    record Fail(int retries, Duration backoff, String message, Map<String, Object> variables) implements JobAnswer {
        public Fail {
            message = Bounds.text(message);
            variables = Bounds.variables(variables);
        }

        Fail(int retries, Duration backoff, String message) {
            this(retries, backoff, message, Map.of());
        }
    }
}
