package dev.herald.message.later;

import dev.herald.message.MessageRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The messages that providers have accepted, or may have, as the ledger remembers them. */
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

    /**
     * One of them.
     *
     * @param messageId null while nobody can tell whether it was accepted, or a recipient is left to try
     */
    record Known(MessageRef ref, @Nullable String messageId) {}
}
