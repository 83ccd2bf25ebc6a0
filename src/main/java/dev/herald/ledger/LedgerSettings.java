package dev.herald.ledger;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code herald.ledger}: how long outcomes are kept. Storage itself is {@code spring.datasource}.
 *
 * @param retention how long a row outlives its message
 */
public record LedgerSettings(@DefaultValue("30d") Duration retention) {}
