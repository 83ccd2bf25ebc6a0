package dev.herald.guardrail;

import dev.herald.store.Deletion;
import dev.herald.store.GroupCommit;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the guardrails. */
@Configuration(proxyBeanMethods = false)
public class GuardrailConfiguration {
    /** A process instance that sent nothing for so long starts anew. */
    private static final Duration RETENTION = Duration.ofDays(90);

    @Bean
    Guardrails guardrails(GuardrailSettings settings) {
        return new Guardrails(settings);
    }

    @Bean
    Budgets budgets(GuardrailSettings settings, GroupCommit database, InstantSource clock) {
        return new Budgets(settings, database, clock);
    }

    @Bean
    Deletion oldBudgets() {
        return (session, now) -> BudgetRows.prune(session, now.minus(RETENTION).toEpochMilli(), Deletion.FEW);
    }
}
