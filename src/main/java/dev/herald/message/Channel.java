package dev.herald.message;

/**
 * A way to send one kind of message.
 *
 * @param <M> the kind
 */
public interface Channel<M extends Message> {

    /**
     * Checks the message against its preset or sender and composes what will go over the wire. Speaks to nobody; the
     * same message and reference always give the same Message-ID.
     */
    Preparation prepare(M message, MessageRef ref);

    /** The result of {@link Channel#prepare}. */
    sealed interface Preparation {

        /** The message can be sent. */
        record Ready(Delivery delivery) implements Preparation {}

        /**
         * The message can't be sent: {@link Outcome.Refused} or {@link Outcome.Misconfigured}, or {@link Outcome.Unavailable} where
         * what it is made of can't be read now.
         */
        record NotSendable(Outcome outcome) implements Preparation {}
    }
}
