package dev.herald.sms;

import dev.herald.message.Channel;
import dev.herald.message.DeliveryReceipts;
import dev.herald.message.Sms;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
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
    private static final InstantSource CLOCK = InstantSource.system();

    @Bean
    SmsSenders smsSenders(SmsSettings settings) {
        return new SmsSenders(settings, CLOCK);
    }

    @Bean
    Channel<Sms> smsChannel(SmsSenders senders) {
        return new SmsChannel(senders, CLOCK);
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
        StatusReports reports = new StatusReports(settings, receipts, System::nanoTime);
        var filter = new FilterRegistrationBean<>(new StatusCallbackFilter(reports));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }
}
