package dev.herald.benchmark.pushback;

import dev.herald.benchmark.local.Forwarding;
import dev.herald.message.Attempt;
import dev.herald.message.Channel;
import dev.herald.message.Delivery;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Deferred;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.message.ProviderReply;
import java.time.Duration;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Takes away from each answer that it is about pace or concurrency: Herald without what it learns from that. */
public final class Deaf implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof Channel<?> channel ? new Forwarding.Through<>(channel, DeafDelivery::new) : bean;
    }

    private record DeafDelivery(Delivery real) implements Forwarding {
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
    }
}
