package dev.herald.zeebe;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Deploys the background process: at start-up, when the engine is there, and for another tenant with its first message. */
final class BackgroundProcess implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundProcess.class);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final String RESOURCE = "bpmn/background-delivery.bpmn";

    private final CamundaClient client;
    private final ScheduledExecutorService scheduler;
    private final Set<String> tenants = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    BackgroundProcess(CamundaClient client, ScheduledExecutorService scheduler) {
        this.client = client;
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        running = true;
        deploySoon(Duration.ZERO);
    }

    private void deploySoon(Duration delay) {
        Future<?> unused = scheduler.schedule(this::deploy, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void deploy() {
        if (!running) {
            return;
        }
        try {
            ensureDeployed(client.getConfiguration().getDefaultTenantId());
        } catch (ClientException e) {
            LOG.warn("{} is not deployed yet, async actions wait for it: {}", RESOURCE, e.getMessage());
            deploySoon(Duration.ofSeconds(5));
        }
    }

    /**
     * A message that is published before its process is deployed for its tenant would start nothing, and go unnoticed.
     *
     * @throws ClientException where the engine does not take it
     */
    void ensureDeployed(String tenantId) {
        if (tenants.contains(tenantId)) {
            return;
        }
        client.newDeployResourceCommand().addResourceFromClasspath(RESOURCE).tenantId(tenantId)
                .requestTimeout(REQUEST_TIMEOUT).send().join();
        tenants.add(tenantId);
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
