package dev.herald.dispatch;

import dev.herald.message.Message;
import dev.herald.message.Outcome;
import java.time.Duration;

/** Starts the process that delivers a message on its own. */
@FunctionalInterface
public interface BackgroundHandover {

    /** How long a second start for the same job is recognised as such. */
    Duration DEDUPLICATION = Duration.ofHours(24);

    /**
     * Starts the delivery of {@code message}, its placeholders replaced; starting it again for the same job changes
     * nothing within {@link #DEDUPLICATION}.
     *
     * @return queued; or misconfigured where nothing could be started
     * @throws RuntimeException when it may not have been started
     */
    Outcome start(Message message);
}
