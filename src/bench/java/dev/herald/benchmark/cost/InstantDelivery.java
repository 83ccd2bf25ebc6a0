package dev.herald.benchmark.cost;

import dev.herald.message.Attempt;
import dev.herald.message.Channel;
import dev.herald.message.Delivery;
import dev.herald.message.HandoverMark;
import dev.herald.message.Message;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.message.Recipient;
import dev.herald.message.Route;
import java.time.Instant;
import java.util.List;

/**
 * A delivery whose provider takes the message at once.
 *
 * @param real checked and composed by Herald's own channel
 */
record InstantDelivery(Delivery real) implements Delivery {

    /** A channel whose provider answers at once; everything before is the real one's. */
    record Through<M extends Message>(Channel<M> real) implements Channel<M> {
        @Override
        public Preparation prepare(M message, MessageRef ref) {
            return switch (real.prepare(message, ref)) {
                case Preparation.Ready(Delivery delivery) -> new Preparation.Ready(new InstantDelivery(delivery));
                case Preparation.NotSendable problem -> problem;
            };
        }
    }

    @Override
    public Sent send(Attempt attempt) {
        try {
            attempt.mark().set(Progress.NONE);
            return new Sent(real.assumeAccepted(Progress.NONE));
        } catch (HandoverMark.NotNotedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Outcome concluded(Progress progress) {
        return real.concluded(progress);
    }

    @Override
    public String messageId() {
        return real.messageId();
    }

    @Override
    public Route route() {
        return real.route();
    }

    @Override
    public List<Recipient> recipients() {
        return real.recipients();
    }

    @Override
    public long size() {
        return real.size();
    }

    @Override
    public int units() {
        return real.units();
    }

    @Override
    public Search search(Instant since) {
        return real.search(since);
    }

    @Override
    public String trace() {
        return real.trace();
    }

    @Override
    public Outcome.Accepted assumeAccepted(Progress progress) {
        return real.assumeAccepted(progress);
    }
}
