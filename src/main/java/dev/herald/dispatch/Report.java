package dev.herald.dispatch;

import dev.herald.message.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An outcome, and what is about this message alone.
 *
 * @param since when the attempts began that patience counts; null where there was none
 * @param attempts how many there were since then
 * @param route the property of the preset or sender; empty where none was chosen
 * @param messageId as {@link dev.herald.message.Delivery#messageId}
 */
public record Report(Outcome outcome, @Nullable Instant since, int attempts, String route, String messageId) {
    /** The outcome of a message for which nobody was to be asked. */
    public static Report of(Outcome outcome) {
        return new Report(outcome, null, 0, "", "");
    }
}
