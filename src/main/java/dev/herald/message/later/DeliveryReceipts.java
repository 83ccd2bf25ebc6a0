package dev.herald.message.later;

import dev.herald.message.Outcome;
import org.jspecify.annotations.Nullable;

/** Takes what a provider reports about a message that it accepted before. */
public interface DeliveryReceipts {

    /**
     * Hands a report on. The same report may come more than once, and reports may come out of order.
     *
     * @param sid what {@link Outcome.Accepted#messageId} was
     * @param status Twilio's word, as {@code delivered} or {@code undelivered}
     * @param errorCode why it was not delivered; null where the report names no error
     * @throws RuntimeException where the report was not taken, so that the provider reports again
     */
    void received(String sid, String status, @Nullable String errorCode);
}
