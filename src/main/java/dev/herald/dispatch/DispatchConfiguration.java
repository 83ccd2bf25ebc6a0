package dev.herald.dispatch;

import dev.herald.guardrail.Budgets;
import dev.herald.guardrail.Guardrails;
import dev.herald.ledger.Ledger;
import dev.herald.message.Channel;
import dev.herald.message.Documents;
import dev.herald.message.Email;
import dev.herald.message.LedgerId;
import dev.herald.message.Route;
import dev.herald.message.Sms;
import dev.herald.message.setting.Rate;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the way of a message. */
@Configuration(proxyBeanMethods = false)
public class DispatchConfiguration {
    @Bean
    Dispatcher dispatcher(Channel<Email> email, Channel<Sms> sms, Documents documents, Guardrails guardrails,
            Budgets budgets, Ledger ledger, LedgerId ledgerId,
            DispatchSettings settings, MeterRegistry meters, InstantSource clock) {
        Pacing pacing = new Pacing(settings.backoff(), settings.patience(), clock,
                RandomGenerator.getDefault());
        Lanes lanes = new Lanes(route -> lane(route, meters));
        Claims claims = new Claims(ledger, ledgerId, pacing);
        return new Dispatcher(new Channels(email, sms), documents, guardrails, new Handover(claims, pacing),
                new OnceOnlySender(claims, budgets::charge, lanes, pacing), new Unsent(claims));
    }

    private static Lane lane(Route route, MeterRegistry meters) {
        Rate rate = route.rate();
        double mostPerSecond = rate == null ? Double.POSITIVE_INFINITY : rate.count() * 1e9 / rate.per().toNanos();
        Throttle throttle = new Throttle(route.maxConnections(), mostPerSecond, Math::random);
        Lane lane = new Lane(route, throttle, CircuitBreaker.of(route.setting(), Lane.BREAKER));
        Gauge.builder("herald.route.available", lane, open -> open.isOpen() ? 1 : 0)
                .description("1 while the provider is reachable, 0 while attempts wait").tag("route", route.setting())
                .register(meters);
        Gauge.builder("herald.route.limit", throttle, Throttle::atOnce)
                .description("How many messages may be in the air at once, as the provider's answers allow")
                .tag("route", route.setting()).register(meters);
        Gauge.builder("herald.route.pace", throttle, Throttle::perSecond)
                .description("How many messages may begin in a second, as the provider's answers and the rate allow")
                .tag("route", route.setting()).register(meters);
        return lane;
    }
}
