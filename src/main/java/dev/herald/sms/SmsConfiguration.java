package dev.herald.sms;

import dev.herald.message.Channel;
import dev.herald.message.Sms;
import dev.herald.message.later.DeliveryReceipts;
import dev.herald.sms.callback.StatusCallbackFilter;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Wires the SMS channel. */
@Configuration(proxyBeanMethods = false)
public class SmsConfiguration {
    @Bean
    SmsSenders smsSenders(SmsSettings settings, InstantSource clock) {
        return new SmsSenders(settings, clock);
    }

    @Bean
    Channel<Sms> smsChannel(SmsSenders senders, InstantSource clock) {
        return new SmsChannel(senders, clock);
    }

    /** Health of each sender, as {@code sms.<name>}. */
    @Bean
    HealthContributor smsHealthContributor(SmsSenders senders) {
        Map<String, HealthContributor> health = new LinkedHashMap<>();
        senders.byName()
                .forEach((name, sender) -> health.put(name, new TwilioHealth(sender.account(), System::nanoTime)));
        return CompositeHealthContributor.fromMap(health);
    }

    @Bean
    @ConditionalOnProperty("herald.sms.callback.public-url")
    FilterRegistrationBean<StatusCallbackFilter> statusCallback(SmsSettings settings, DeliveryReceipts receipts) {
        Map<String, List<String>> tokens = settings.senders().values().stream()
                .collect(Collectors.groupingBy(sender -> Objects.requireNonNull(sender.accountSid()),
                        Collectors.flatMapping(sender -> sender.signingTokens().stream(), Collectors.toList())));
        var filter = new FilterRegistrationBean<>(
                new StatusCallbackFilter(Objects.requireNonNull(settings.callback().url()), tokens, receipts));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }
}
