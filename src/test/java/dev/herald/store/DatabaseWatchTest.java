package dev.herald.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;

class DatabaseWatchTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Health health = Health.up().build();
    private final DatabaseWatch watch = new DatabaseWatch(() -> health);

    @Test
    void tellsWhenTheLedgerIsLostAndFoundAgain() {
        watch.bindTo(meters);
        assertThat(available()).isEqualTo(1);

        health = Health.down().build();
        watch.run();
        assertThat(available()).isZero();

        health = Health.up().build();
        watch.run();
        assertThat(available()).isEqualTo(1);
    }

    private double available() {
        return meters.get("herald.ledger.available").gauge().value();
    }
}
