package dev.herald.zeebe;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Deploys the background process at start-up, and waits for an engine that is not there yet. */
final class BackgroundProcess implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundProcess.class);
    private static final String RESOURCE = "bpmn/background-delivery.bpmn";

    private final CamundaClient client;
    private final Executor scheduler;
    private volatile boolean running;

    BackgroundProcess(CamundaClient client, Executor scheduler) {
        this.client = client;
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        running = true;
        scheduler.execute(this::deploy);
    }

    private void deploy() {
        if (!running) {
            return;
        }
        try {
            client.newDeployResourceCommand().addResourceFromClasspath(RESOURCE).send().join();
        } catch (ClientException e) {
            LOG.warn("{} is not deployed yet, async actions wait for it: {}", RESOURCE, e.getMessage());
            CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS, scheduler).execute(this::deploy);
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
}
