package dev.herald;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.time.Duration;

/**
 * The engine of zeebe-process-test may forget that the backoff of a job is over, until another job fails: here is that other
 * job. To be run now and then while a test waits.
 */
public final class Nudge implements Runnable {
    private static final String NAME = "nudge";
    private static final long PAUSE = Duration.ofSeconds(3).toNanos();

    private final CamundaClient client;
    private boolean deployed;
    private long last = System.nanoTime();

    public Nudge(CamundaClient client) {
        this.client = client;
    }

    @Override
    public synchronized void run() {
        if (System.nanoTime() - last < PAUSE) {
            return;
        }
        if (!deployed) {
            client.newDeployResourceCommand().addProcessModel(Bpmn.createExecutableProcess(NAME).startEvent()
                    .serviceTask(NAME + "-task", task -> task.zeebeJobType(NAME)).endEvent().done(), NAME + ".bpmn")
                    .send().join();
            deployed = true;
        }
        client.newCreateInstanceCommand().bpmnProcessId(NAME).latestVersion().send().join();
        for (ActivatedJob job : client.newActivateJobsCommand().jobType(NAME).maxJobsToActivate(10).send().join()
                .getJobs()) {
            client.newFailCommand(job).retries(1).retryBackoff(Duration.ofMillis(50)).send().join();
        }
        last = System.nanoTime();
    }
}
