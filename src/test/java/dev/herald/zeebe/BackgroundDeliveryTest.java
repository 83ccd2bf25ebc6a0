package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.herald.GuardedGateway;
import dev.herald.message.Email;
import dev.herald.message.Outcome;
import dev.herald.message.text.BodyFormat;
import dev.herald.zeebe.input.Variables;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.TopologyResponse;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.process.test.engine.EngineFactory;
import io.grpc.Status;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class BackgroundDeliveryTest {
    private static final Email EMAIL = new Email(null, null, List.of("ann@example.com"), List.of(), List.of(),
            List.of(),
            Map.of(), List.of(), "Hello", "World", BodyFormat.AUTO);
    private static final String DEPLOY = "DeployResource";
    private static final String FILE = "bpmn/background-delivery.bpmn";

    private final ZeebeTestEngine engine = EngineFactory.create();
    private final JobThreads threads = new JobThreads(1);
    private GuardedGateway gateway;
    private CamundaClient client;
    private BackgroundProcess process;
    private ActivatedJob job;

    @BeforeEach
    void startAnActionBeforeTheBackgroundProcessIsDeployed() throws IOException {
        engine.start();
        gateway = new GuardedGateway(engine.getGatewayAddress());
        client = CamundaClient.newClientBuilder().grpcAddress(gateway.address()).preferRestOverGrpc(false).build();
        process = process(true);
        client.newDeployResourceCommand().addProcessModel(Bpmn.createExecutableProcess("caller").startEvent()
                .serviceTask("task", task -> task.zeebeJobType("asynchronous")).endEvent().done(), "caller.bpmn").send()
                .join();
        client.newCreateInstanceCommand().bpmnProcessId("caller").latestVersion().send().join();
        job = activate("asynchronous");
    }

    @AfterEach
    void stop() {
        process.stop();
        client.close();
        threads.shutdown();
        gateway.close();
        engine.stop();
    }

    @Test
    void startsADeliveryForTheFirstMessageEvenIfTheProcessWasNotDeployedYet() {
        assertThat(start()).isEqualTo(new Outcome.Queued());

        ActivatedJob delivery = activate("smtp_send_email");
        assertThat(delivery.getBpmnProcessId()).isEqualTo(BackgroundDelivery.PROCESS_ID);
        assertThat(BackgroundDelivery.ref(delivery, Variables.of(delivery.getVariablesAsMap())).processInstanceKey())
                .as("the budget is the flow's").isEqualTo(job.getProcessInstanceKey());
    }

    @Test
    void isRefusedWhereTheEngineWillNeverTakeIt() {
        // a gateway between may have given the call up when the engine refuses it
        try (CamundaClient direct = CamundaClient.newClientBuilder()
                .grpcAddress(URI.create("http://" + engine.getGatewayAddress())).preferRestOverGrpc(false).build()) {
            for (int length : new int[]{3_000_000, 5_000_000}) {
                Email large = EMAIL.withText("Hello", "x".repeat(length), BodyFormat.TEXT);

                assertThat(new BackgroundDelivery(direct, process).start(job, large, "Sent.")).isInstanceOfSatisfying(
                        Outcome.Refused.class, refused -> assertThat(refused.reason()).startsWith("async: "));
            }
        }
    }

    @Test
    void startsOneDeliveryHoweverOftenItIsTold() {
        start();
        start();

        activate("smtp_send_email");
        assertNothingElseIsToDo();
    }

    @Test
    void saysWhichFileToDeployWhereItMayNotDeployItself() {
        gateway.refuse(DEPLOY, Status.PERMISSION_DENIED);

        assertThat(start()).isInstanceOfSatisfying(Outcome.Misconfigured.class,
                outcome -> assertThat(outcome.reason()).contains(FILE, "tenant <default>", "RESOURCE CREATE"));
        assertNothingElseIsToDo();
    }

    @Test
    void saysWhichFileToDeployWhereItIsNotToDeployItself() {
        process = process(false);
        process.start();

        assertThat(start()).isInstanceOfSatisfying(Outcome.Misconfigured.class, outcome -> assertThat(outcome.reason())
                .contains(FILE, "tenant <default>", "herald.background.deploy is false"));
        assertThat(gateway.calls(DEPLOY)).as("only the caller's").isEqualTo(1);
        assertNothingElseIsToDo();
    }

    @Test
    void usesWhatSomebodyElseHasDeployedWhetherItMayOrNot() {
        client.newDeployResourceCommand().addResourceFromClasspath(FILE).send().join();
        gateway.refuse(DEPLOY, Status.PERMISSION_DENIED);

        assertThat(start()).isEqualTo(new Outcome.Queued());
        process = process(false);
        assertThat(start()).isEqualTo(new Outcome.Queued());
        activate("smtp_send_email");
    }

    @Test
    void learnsThatAnAdministratorHasDeployedTheFileMeanwhile() {
        process = process(false);
        assertThat(start()).isInstanceOf(Outcome.Misconfigured.class);

        client.newDeployResourceCommand().addResourceFromClasspath(FILE).send().join();

        assertThat(start()).isEqualTo(new Outcome.Queued());
        activate("smtp_send_email");
    }

    @Test
    void needsNoRightToStartTheProcessWhereAnAdministratorHasDeployedIt() {
        client.newDeployResourceCommand().addResourceFromClasspath(FILE).send().join();
        gateway.refuse("CreateProcessInstance", Status.PERMISSION_DENIED);
        process = process(false);

        assertThat(start()).isEqualTo(new Outcome.Queued());
    }

    @Test
    void waitsForAnEngineThatDoesNotAnswer() {
        gateway.refuse(DEPLOY, Status.UNAVAILABLE);

        assertThatThrownBy(this::start).isInstanceOf(ClientException.class);
    }

    @Test
    void waitsUntilTheOtherPartitionsHaveANewProcess() {
        gateway.answer("Topology", TopologyResponse.newBuilder().setPartitionsCount(3).build());

        assertThatThrownBy(this::start).hasMessageContaining("just now");
    }

    @Test
    void waitsForNoPartitionWhereTheProcessWasThereBefore() {
        gateway.answer("Topology", TopologyResponse.newBuilder().setPartitionsCount(3).build());
        client.newDeployResourceCommand().addResourceFromClasspath(FILE).send().join();

        assertThat(start()).isEqualTo(new Outcome.Queued());
    }

    @Test
    void triesAtStartUntilItMayAndSaysSoOnce(CapturedOutput output) {
        gateway.refuse(DEPLOY, Status.PERMISSION_DENIED);
        int before = gateway.calls(DEPLOY);
        process.start();
        await().until(() -> gateway.calls(DEPLOY) - before > 4);

        gateway.allow(DEPLOY);

        await().untilAsserted(() -> assertThat(output).contains(FILE + " is deployed"));
        assertThat(output.toString().split("RESOURCE CREATE", -1)).as("said once").hasSize(2);
    }

    private BackgroundProcess process(boolean deploy) {
        return new BackgroundProcess(client, threads, new BackgroundSettings(deploy), Duration.ofMillis(10));
    }

    private Outcome start() {
        return new BackgroundDelivery(client, process).start(job, EMAIL, "Sent.");
    }

    private void assertNothingElseIsToDo() {
        assertThat(client.newActivateJobsCommand().jobType("smtp_send_email").maxJobsToActivate(2)
                .requestTimeout(Duration.ofMillis(-1)).send().join().getJobs()).isEmpty();
    }

    private ActivatedJob activate(String jobType) {
        return client.newActivateJobsCommand().jobType(jobType).maxJobsToActivate(1).timeout(Duration.ofMinutes(5))
                .requestTimeout(Duration.ofSeconds(20)).send().join().getJobs().getFirst();
    }
}
