package dev.herald.dispatch;

import dev.herald.guardrail.Budgets;
import dev.herald.guardrail.Guardrails;
import dev.herald.ledger.Ledger;
import dev.herald.message.Channel;
import dev.herald.message.Email;
import dev.herald.message.Sms;
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
    Dispatcher dispatcher(Channel<Email> email, Channel<Sms> sms, Guardrails guardrails, Budgets budgets, Ledger ledger,
            DispatchSettings settings, MeterRegistry meters) {
        InstantSource clock = InstantSource.system();
        Pacing pacing = new Pacing(settings.backoff(), settings.patience(), clock,
                RandomGenerator.getDefault());
        Lanes lanes = new Lanes(route -> new Lane(route, breaker(route.setting(), meters)));
        Claims claims = new Claims(ledger, pacing);
        return new Dispatcher(new Channels(email, sms), guardrails, new Handover(claims, pacing),
                new OnceOnlySender(claims, budgets::charge, lanes, pacing), new Unsent(claims));
    }

    private static CircuitBreaker breaker(String setting, MeterRegistry meters) {
        CircuitBreaker breaker = CircuitBreaker.of(setting, Lane.BREAKER);
        Gauge.builder("herald.route.available", breaker,
                route -> route.getState() == CircuitBreaker.State.CLOSED ? 1 : 0)
                .description("1 while the provider is reachable, 0 while attempts wait").tag("route", setting)
                .register(meters);
        return breaker;
    }
}
