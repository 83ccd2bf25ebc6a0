package dev.herald.sms;

import dev.herald.message.Channel;
import dev.herald.message.Sms;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the SMS channel. */
@Configuration(proxyBeanMethods = false)
public class SmsConfiguration {

    @Bean
    SmsSenders smsSenders(SmsSettings settings) {
        return new SmsSenders(settings);
    }

    @Bean
    Channel<Sms> smsChannel(SmsSenders senders) {
        return new SmsChannel(senders, Clock.systemUTC());
    }
}
