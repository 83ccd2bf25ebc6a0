package dev.herald.zeebe;

import dev.herald.message.ActionType;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.ActivateJobsRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Deadline;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;

/**
 * Whether the workers still ask for jobs. One that meets an {@link Error} while it asks, or while it hands on what came, never
 * asks again and says nothing (camunda-client-java 8.8): only a new start helps.
 *
 * <p>Each request ends by its deadline, and the next one follows within seconds, whether there is an engine or not. Only jobs
 * that wait for a slot put it off: their worker asks once it has got rid of them.
 */
final class Asking implements ClientInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);
    /** Beyond a request's deadline and the pause that is set. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private final Map<String, Worker> workers;

    /**
     * @param nanoTime as {@link System#nanoTime}
     * @param pauses that a worker makes between two requests, by job type
     */
    Asking(LongSupplier nanoTime, Function<String, Duration> pauses) {
        this.nanoTime = nanoTime;
        workers = Stream.of(ActionType.values()).map(ActionType::jobType).collect(Collectors
                .toUnmodifiableMap(Function.identity(), type -> new Worker(type, SLACK.plus(pauses.apply(type)))));
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void sendMessage(Q message) {
                if (message instanceof ActivateJobsRequest request && workers.containsKey(request.getType())) {
                    worker(request.getType()).asks(options.getDeadline());
                }
                super.sendMessage(message);
            }
        };
    }

    /** Waits for a slot: for so long nothing need be asked for. */
    void heldBack(ActionType type, Runnable wait) {
        Worker worker = worker(type.jobType());
        long began = worker.holds();
        try {
            wait.run();
        } finally {
            worker.letsGo(began);
        }
    }

    /** Down where a worker has asked for jobs once and does no longer. The log is told of each change. */
    Health health() {
        Health.Builder health = Health.up();
        Map<String, String> lastAsked = new TreeMap<>();
        List<String> silent = new ArrayList<>();
        workers.forEach((type, worker) -> {
            worker.lastAsked().ifPresent(when -> lastAsked.put(type, when));
            if (worker.isSilent()) {
                silent.add(type);
            }
        });
        if (!silent.isEmpty()) {
            health.down().withDetail("problem", "no longer asks for jobs of the type " + String.join(" and ", silent)
                    + ": start Herald again");
        }
        return health.withDetail("lastAsked", lastAsked).build();
    }

    private Worker worker(String type) {
        return Objects.requireNonNull(workers.get(type));
    }

    /** What is known of one worker; times in nanoseconds. */
    private final class Worker {
        private final String type;
        private final long patience;
        private boolean hasAsked;
        private long lastAsked;
        private long due;
        private int held;
        private boolean silent;

        Worker(String type, Duration patience) {
            this.type = type;
            this.patience = patience.toNanos();
        }

        synchronized void asks(@Nullable Deadline deadline) {
            hasAsked = true;
            lastAsked = nanoTime.getAsLong();
            due = lastAsked + (deadline == null ? 0 : deadline.timeRemaining(TimeUnit.NANOSECONDS));
        }

        synchronized long holds() {
            held++;
            return nanoTime.getAsLong();
        }

        synchronized void letsGo(long began) {
            held--;
            due += nanoTime.getAsLong() - began;
        }

        synchronized boolean isSilent() {
            boolean now = hasAsked && held == 0 && nanoTime.getAsLong() - due > patience;
            if (now && !silent) {
                LOG.warn("Nobody has asked for jobs of the type {} since {}: start Herald again", type,
                        lastAsked().orElseThrow());
            } else if (!now && silent) {
                LOG.info("Jobs of the type {} are asked for again", type);
            }
            silent = now;
            return now;
        }

        synchronized Optional<String> lastAsked() {
            Instant when = Instant.now().minusNanos(nanoTime.getAsLong() - lastAsked);
            return hasAsked ? Optional.of(when.truncatedTo(ChronoUnit.SECONDS).toString()) : Optional.empty();
        }
    }
}
