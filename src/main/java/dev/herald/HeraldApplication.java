package dev.herald;

import dev.herald.dispatch.DispatchConfiguration;
import dev.herald.document.DocumentConfiguration;
import dev.herald.email.EmailConfiguration;
import dev.herald.email.ReportConfiguration;
import dev.herald.guardrail.GuardrailConfiguration;
import dev.herald.ledger.LedgerConfiguration;
import dev.herald.sms.SmsConfiguration;
import dev.herald.store.StoreConfiguration;
import dev.herald.zeebe.ZeebeConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The job workers as one Spring Boot application. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({HeraldConfiguration.class, StoreConfiguration.class, LedgerConfiguration.class, DispatchConfiguration.class,
        DocumentConfiguration.class,
        GuardrailConfiguration.class,
        EmailConfiguration.class, ReportConfiguration.class, SmsConfiguration.class, ZeebeConfiguration.class})
public class HeraldApplication {

    public static void main(String[] args) {
        SpringApplication.run(HeraldApplication.class, args);
    }
}
