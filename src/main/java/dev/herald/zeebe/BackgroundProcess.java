package dev.herald.zeebe;

import dev.herald.message.MessageRef;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The process of async actions, as it is in the engine. Where Herald is to deploy it, it does so for the workers' tenants at
 * start-up, when the engine is there, and for another tenant with its first message.
 */
final class BackgroundProcess implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundProcess.class);
    private static final String RESOURCE = "bpmn/background-delivery.bpmn";
    private static final String NOWHERE = "asked-for-by-herald-to-learn-whether-the-process-is-there";
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    /** The engine answers once one partition has a new process; until the others have it, a message may start nothing. */
    private static final Duration SPREADING = Duration.ofSeconds(10);

    private final CamundaClient client;
    private final ScheduledExecutorService scheduler;
    private final BackgroundSettings settings;
    private final Duration firstPause;
    /** From when on the process of a tenant can be started, by {@link System#nanoTime}. */
    private final Map<String, Long> usable = new ConcurrentHashMap<>();
    private final Set<Problem> said = EnumSet.noneOf(Problem.class);
    private volatile boolean running;

    BackgroundProcess(CamundaClient client, ScheduledExecutorService scheduler, BackgroundSettings settings,
            Duration firstPause) {
        this.client = client;
        this.scheduler = scheduler;
        this.settings = settings;
        this.firstPause = firstPause;
    }

    @Override
    public void start() {
        running = true;
        if (settings.deploy()) {
            deployIn(Duration.ZERO, firstPause);
        }
    }

    private void deployIn(Duration delay, Duration pause) {
        Future<?> unused = scheduler.schedule(() -> deploy(pause), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void deploy(Duration pause) {
        if (!running) {
            return;
        }
        try {
            List<String> refused = tenants().stream().filter(tenantId -> since(tenantId) == null).toList();
            if (refused.isEmpty()) {
                if (!said.isEmpty()) {
                    LOG.info("{} is deployed", RESOURCE);
                }
                return;
            }
            say(Problem.REFUSED, refused.stream().map(this::remedy).toList().toString());
        } catch (ClientException e) {
            say(Problem.NO_ANSWER, e.getMessage());
        }
        Duration next = pause.multipliedBy(2);
        deployIn(pause, next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE);
    }

    /** Once: nobody may need the process, and whoever does learns of it by an incident. */
    private void say(Problem problem, @Nullable String text) {
        if (said.add(problem)) {
            LOG.warn("{} is not deployed. It is tried again, and async actions wait for it: {}", RESOURCE, text);
        }
    }

    /** Whose jobs the workers ask for. */
    private List<String> tenants() {
        List<String> named = client.getConfiguration().getDefaultJobWorkerTenantIds();
        return named.equals(List.of(MessageRef.DEFAULT_TENANT))
                ? List.of(client.getConfiguration().getDefaultTenantId())
                : named;
    }

    /**
     * What to do where the process is not there for a tenant; empty where it is. A message that is published before would start
     * nothing, and go unnoticed.
     *
     * @throws RuntimeException where that can't be said yet
     */
    Optional<String> missing(String tenantId) {
        Long since = since(tenantId);
        if (since == null) {
            return Optional.of(remedy(tenantId));
        }
        if (since - System.nanoTime() > 0) {
            throw new IllegalStateException("deployed just now");
        }
        return Optional.empty();
    }

    private String remedy(String tenantId) {
        return settings.deploy()
                ? "async: Zeebe does not let Herald deploy " + RESOURCE + " for the tenant " + tenantId
                        + ". Deploy that file there, or grant Herald RESOURCE CREATE for that tenant."
                : "async: " + RESOURCE + " is not deployed for the tenant " + tenantId
                        + ", and herald.background.deploy is false. Deploy that file there.";
    }

    private @Nullable Long since(String tenantId) {
        return usable.computeIfAbsent(tenantId, this::deploy);
    }

    /** From when on the process can be started; null for not. */
    private @Nullable Long deploy(String tenantId) {
        boolean isThere = isThere(tenantId);
        if (settings.deploy()) {
            try {
                client.newDeployResourceCommand().addResourceFromClasspath(RESOURCE).tenantId(tenantId)
                        .requestTimeout(REQUEST_TIMEOUT).send().join();
                return System.nanoTime() + (isThere || partitions() == 1 ? 0 : SPREADING.toNanos());
            } catch (ClientException e) {
                switch (EngineRefusal.of(e)) {
                    case NOT_FOUND, NOT_ALLOWED, INVALID -> {
                        // somebody else may have deployed it
                    }
                    case ALREADY_THERE, WRONG_STATE, NONE -> throw e;
                }
            }
        }
        return isThere ? System.nanoTime() : null;
    }

    private int partitions() {
        return client.newTopologyRequest().requestTimeout(REQUEST_TIMEOUT).send().join().getPartitionsCount();
    }

    /** Asks to start the process where it has no element: nothing starts, and the refusal says whether there is a process. */
    private boolean isThere(String tenantId) {
        try {
            client.newCreateInstanceCommand().bpmnProcessId(BackgroundDelivery.PROCESS_ID).latestVersion()
                    .startBeforeElement(NOWHERE).tenantId(tenantId).requestTimeout(REQUEST_TIMEOUT).send().join();
            return true;
        } catch (ClientException e) {
            return switch (EngineRefusal.of(e)) {
                case NOT_FOUND -> false;
                case NOT_ALLOWED, INVALID -> true;
                case ALREADY_THERE, WRONG_STATE, NONE -> throw e;
            };
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private enum Problem {
        REFUSED, NO_ANSWER
    }
}
