package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.BodyFormat;
import dev.herald.message.Email;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.process.test.engine.EngineFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackgroundDeliveryTest {
    private static final Email EMAIL = new Email(null, null, List.of("ann@example.com"), List.of(), List.of(),
            List.of(),
            Map.of(), List.of(), "Hello", "World", BodyFormat.AUTO);

    private final ZeebeTestEngine engine = EngineFactory.create();
    private final JobThreads threads = new JobThreads(1);
    private CamundaClient client;
    private BackgroundProcess process;
    private ActivatedJob job;

    @BeforeEach
    void startAnActionBeforeTheBackgroundProcessIsDeployed() {
        engine.start();
        client = CamundaClient.newClientBuilder().grpcAddress(URI.create("http://" + engine.getGatewayAddress()))
                .preferRestOverGrpc(false).build();
        process = new BackgroundProcess(client, threads);
        client.newDeployResourceCommand().addProcessModel(Bpmn.createExecutableProcess("caller").startEvent()
                .serviceTask("task", task -> task.zeebeJobType("asynchronous")).endEvent().done(), "caller.bpmn").send()
                .join();
        client.newCreateInstanceCommand().bpmnProcessId("caller").latestVersion().send().join();
        job = activate("asynchronous");
    }

    @AfterEach
    void stop() {
        client.close();
        threads.shutdown();
        engine.stop();
    }

    @Test
    void startsADeliveryForTheFirstMessageEvenIfTheProcessWasNotDeployedYet() {
        new BackgroundDelivery(client, process).start(job, EMAIL, "Sent.");

        ActivatedJob delivery = activate("smtp_send_email");
        assertThat(delivery.getBpmnProcessId()).isEqualTo(BackgroundDelivery.PROCESS_ID);
        assertThat(BackgroundDelivery.ref(delivery, Variables.of(delivery.getVariablesAsMap())).processInstanceKey())
                .as("the budget is the flow's").isEqualTo(job.getProcessInstanceKey());
    }

    @Test
    void startsOneDeliveryHoweverOftenItIsTold() {
        BackgroundDelivery background = new BackgroundDelivery(client, process);
        background.start(job, EMAIL, "Sent.");
        background.start(job, EMAIL, "Sent.");

        activate("smtp_send_email");
        assertThat(client.newActivateJobsCommand().jobType("smtp_send_email").maxJobsToActivate(2)
                .requestTimeout(Duration.ofMillis(-1)).send().join().getJobs()).isEmpty();
    }

    private ActivatedJob activate(String jobType) {
        return client.newActivateJobsCommand().jobType(jobType).maxJobsToActivate(1).timeout(Duration.ofMinutes(5))
                .requestTimeout(Duration.ofSeconds(20)).send().join().getJobs().getFirst();
    }
}
