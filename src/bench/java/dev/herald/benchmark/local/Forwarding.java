package dev.herald.benchmark.local;

import dev.herald.message.Channel;
import dev.herald.message.Delivery;
import dev.herald.message.Message;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.message.Recipient;
import dev.herald.message.Route;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** A delivery of Herald's own, but for what is overridden. */
public interface Forwarding extends Delivery {

    /** What it is in the place of. */
    Delivery real();

    /**
     * A channel that checks and composes as the real one.
     *
     * @param changed what is sent in the place of what the real one composed
     */
    record Through<M extends Message>(Channel<M> real, UnaryOperator<Delivery> changed) implements Channel<M> {
        @Override
        public Preparation prepare(M message, MessageRef ref) {
            return switch (real.prepare(message, ref)) {
                case Preparation.Ready(Delivery delivery) -> new Preparation.Ready(changed.apply(delivery));
                case Preparation.NotSendable problem -> problem;
            };
        }
    }

    @Override
    default Outcome concluded(Progress progress) {
        return real().concluded(progress);
    }

    @Override
    default String messageId() {
        return real().messageId();
    }

    @Override
    default Route route() {
        return real().route();
    }

    @Override
    default List<Recipient> recipients() {
        return real().recipients();
    }

    @Override
    default int units() {
        return real().units();
    }

    @Override
    default long size() {
        return real().size();
    }

    @Override
    default Search search(Instant since) {
        return real().search(since);
    }

    @Override
    default String trace() {
        return real().trace();
    }

    @Override
    default Outcome.Accepted assumeAccepted(Progress progress) {
        return real().assumeAccepted(progress);
    }
}
