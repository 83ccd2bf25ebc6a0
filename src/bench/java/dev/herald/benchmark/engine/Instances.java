package dev.herald.benchmark.engine;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ProcessInstanceResult;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Starts instances of processes that have one task each. */
final class Instances implements AutoCloseable {
    private static final Map<String, Object> VARIABLES = Map.of("recipient", "Jane Doe <jane@acme.example>", "subject",
            "Your order 4711", "body", "Dear customer,\n\nyour order has left our house today.\n".repeat(8),
            "phoneNumber", "+15551234567", "message", "Your order 4711 has left our house today.");

    private final CamundaClient client;

    Instances(URI gateway) {
        client = CamundaClient.newClientBuilder().grpcAddress(gateway).preferRestOverGrpc(false)
                .defaultRequestTimeout(Duration.ofMinutes(1)).build();
    }

    /** Deploys a process of that name with one task of that type. */
    void deploy(String jobType) {
        String bpmn = """
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="http://bpmn.io/schema/bpmn">
              <bpmn:process id="%1$s" isExecutable="true">
                <bpmn:startEvent id="start"/>
                <bpmn:sequenceFlow id="in" sourceRef="start" targetRef="task"/>
                <bpmn:serviceTask id="task">
                  <bpmn:extensionElements><zeebe:taskDefinition type="%1$s"/></bpmn:extensionElements>
                </bpmn:serviceTask>
                <bpmn:sequenceFlow id="out" sourceRef="task" targetRef="end"/>
                <bpmn:endEvent id="end"/>
              </bpmn:process>
            </bpmn:definitions>""".formatted(jobType);
        client.newDeployResourceCommand().addResourceStringUtf8(bpmn, jobType + ".bpmn").send().join();
    }

    /** Starts one; the future ends with it. */
    CompletableFuture<ProcessInstanceResult> startAndAwait(String jobType, Duration longest) {
        return client.newCreateInstanceCommand().bpmnProcessId(jobType).latestVersion().variables(VARIABLES)
                .withResult().requestTimeout(longest).send().toCompletableFuture();
    }

    @Override
    public void close() {
        client.close();
    }
}
