package dev.herald.store;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

/** What the metrics say of the ledger's database; looked up from time to time, so that no reader of them waits for it. */
final class DatabaseWatch implements MeterBinder, Runnable {
    private final HealthIndicator health;
    private volatile boolean available = true;

    /** @param health what to look at; start-up has waited until it was up */
    DatabaseWatch(HealthIndicator health) {
        this.health = health;
    }

    @Override
    public void run() {
        available = health.health().getStatus().equals(Status.UP);
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("herald.ledger.available", this, watch -> watch.available ? 1 : 0)
                .description("1 while the ledger takes down what it is told, 0 while nothing is sent for its sake")
                .register(meters);
    }
}
