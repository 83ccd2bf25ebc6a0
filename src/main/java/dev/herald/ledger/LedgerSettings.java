package dev.herald.ledger;

import dev.herald.message.setting.InvalidSettingException;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code herald.ledger}: what the ledger is of, and how long outcomes are kept. Storage itself is {@code spring.datasource}.
 *
 * @param cluster any name for the Zeebe cluster whose messages it knows; another name begins anew
 * @param retention how long a row outlives its message
 */
public record LedgerSettings(@DefaultValue("") String cluster, @DefaultValue("30d") Duration retention) {
    private static final String RETENTION = "herald.ledger.retention";
    private static final Duration SHORTEST = Duration.ofDays(1);

    public LedgerSettings {
        cluster = cluster.strip();
    }

    /**
     * Checks that a row is there as long as its job may come back: without it the message would be sent again.
     *
     * @param patience how long an outage is waited out
     * @throws InvalidSettingException naming the property that is wrong
     */
    public void check(Duration patience) {
        if (retention.compareTo(SHORTEST) < 0) {
            throw new InvalidSettingException(RETENTION, "is shorter than a day",
                    "Set it to a duration with its unit, as 30d.");
        }
        if (retention.compareTo(patience) < 0) {
            throw new InvalidSettingException(RETENTION, "is shorter than herald.patience",
                    "Set it to a longer duration, as 30d.");
        }
    }
}
