package dev.herald.message;

import java.util.Optional;

/** The messages that providers have accepted, as the ledger remembers them. */
public interface AcceptedMessages {

    /**
     * @param jobKey of {@link MessageRef}
     * @throws RuntimeException when nobody can tell
     */
    Optional<Known> of(long jobKey);

    /**
     * @param messageId Message-ID of the email, SID of the SMS
     * @throws RuntimeException when nobody can tell
     */
    Optional<Known> withId(String messageId);

    /** One of them. */
    record Known(MessageRef ref, String messageId) {}
}
