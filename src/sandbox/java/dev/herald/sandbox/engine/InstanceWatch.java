package dev.herald.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.camunda.zeebe.process.test.api.RecordStreamSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Follows the records of the in-memory engine, which has no API to query instances. */
public final class InstanceWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(20);
    /** How long a worker that is not Herald's has to show up. */
    private static final Duration OTHERS = Duration.ofSeconds(5);

    private final RecordStreamSource source;
    private final InstanceLog log = new InstanceLog();
    private final Models models = new Models();
    private final ScheduledExecutorService executor = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("sandbox-watch").factory());
    private final Future<?> reading;
    private final Map<String, List<String>> emailStatuses = new HashMap<>();
    private int reported;
    private int seen;

    public InstanceWatch(RecordStreamSource source) {
        this.source = source;
        reading = executor.scheduleWithFixedDelay(this::read, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void read() {
        for (String json : EngineRecords.from(source, seen)) {
            JsonNode record = Json.parse(json);
            if ("EVENT".equals(record.path("recordType").asText())) {
                models.apply(record);
                log.apply(record);
                noteStatus(record);
            }
            seen++;
        }
        notifyAll();
    }

    private void noteStatus(JsonNode record) {
        JsonNode message = record.path("value");
        if ("MESSAGE".equals(record.path("valueType").asText()) && "PUBLISHED".equals(record.path("intent").asText())
                && "emailStatus".equals(message.path("name").asText())) {
            JsonNode status = message.at("/variables/emailStatus");
            emailStatuses.computeIfAbsent(message.path("correlationKey").asText(), id -> new ArrayList<>())
                    .add(String.join(" ", status.path("status").asText(), status.path("recipient").asText(),
                            status.path("statusCode").asText()).strip());
            reported++;
        }
    }

    /** What Herald said became of an email after its acceptance. */
    public synchronized List<String> emailStatuses(String messageId) {
        return List.copyOf(emailStatuses.getOrDefault(messageId, List.of()));
    }

    /** What the instances follow. */
    public Models models() {
        return models;
    }

    /** Grows with every change of an instance, and with every model. */
    public synchronized long version() {
        return log.version() + models.count() + reported;
    }

    /** The greatest {@link Instance#version} that there can be now. */
    public synchronized long instancesVersion() {
        return log.version();
    }

    public synchronized List<Instance> newestFirst() {
        return log.newestFirst();
    }

    /** The element's instance that a job belongs to, as of now. */
    public synchronized OptionalLong visitOfJob(long jobKey) {
        read();
        return log.visitOfJob(jobKey);
    }

    /** The instance that has this one below it. */
    public synchronized Optional<Long> parentOf(long key) {
        return log.parentOf(key);
    }

    public synchronized Optional<Instance> find(long key) {
        return log.find(key);
    }

    /** Waits until an instance that was started is there to be found. */
    public void awaitStart(long key) {
        await(() -> log.find(key).isPresent());
    }

    /** Waits until a model that was deployed is there to be found. */
    public void awaitModel(long definition) {
        await(() -> models.find(definition).isPresent());
    }

    private synchronized void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + OTHERS.toNanos();
        try {
            while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
                wait(INTERVAL.toMillis());
            }
        } catch (InterruptedException e) { // the sandbox ends
            Thread.currentThread().interrupt();
        }
    }

    /** The instance once it is settled or waits for somebody else, or as it is when {@code patience} is over. */
    public synchronized Instance awaitSettled(long key, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long stalledSince = 0;
        while (true) {
            if (reading.isDone()) {
                throw new IllegalStateException("the engine's records can't be read", reading.exceptionNow());
            }
            Optional<Instance> instance = log.find(key);
            long now = System.nanoTime();
            boolean stalled = instance.isPresent() && instance.get().waitsForOthers();
            stalledSince = !stalled ? 0 : stalledSince == 0 ? now : stalledSince;
            if (instance.isPresent() && (instance.get().isSettled() || now >= deadline
                    || (stalled && now - stalledSince >= OTHERS.toNanos()))) {
                return instance.get();
            }
            if (now >= deadline) {
                throw new IllegalStateException("the engine never started instance " + key);
            }
            wait(INTERVAL.toMillis());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
