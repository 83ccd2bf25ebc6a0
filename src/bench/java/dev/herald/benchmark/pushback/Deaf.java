package dev.herald.benchmark.pushback;

import dev.herald.message.Attempt;
import dev.herald.message.Channel;
import dev.herald.message.Delivery;
import dev.herald.message.Message;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Deferred;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.Progress;
import dev.herald.message.ProviderReply;
import dev.herald.message.Recipient;
import dev.herald.message.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Takes away from each answer that it is about pace or concurrency: Herald without what it learns from that. */
public final class Deaf implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof Channel<?> channel ? new DeafChannel<>(channel) : bean;
    }

    private record DeafChannel<M extends Message>(Channel<M> real) implements Channel<M> {
        @Override
        public Preparation prepare(M message, MessageRef ref) {
            return switch (real.prepare(message, ref)) {
                case Preparation.Ready(Delivery delivery) -> new Preparation.Ready(new DeafDelivery(delivery));
                case Preparation.NotSendable problem -> problem;
            };
        }
    }

    private record DeafDelivery(Delivery real) implements Delivery {
        @Override
        public Sent send(Attempt attempt) {
            Sent sent = real.send(attempt);
            return new Sent(switch (sent.outcome()) {
                case Deferred(String reason, Duration retryIn, boolean pushback, ProviderReply reply) ->
                    new Deferred(reason, retryIn, false, reply);
                case Unavailable(String reason, Duration retryIn, boolean pushback, ProviderReply reply) ->
                    new Unavailable(reason, retryIn, false, reply);
                case Outcome any -> any;
            }, sent.progress());
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
        public int units() {
            return real.units();
        }

        @Override
        public long size() {
            return real.size();
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
}
