package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.zeebe.model.bpmn.Bpmn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundByAnAdministratorTest {
    @Test
    void anAsyncActionSaysWhatToDeployAndGoesOnOnceThatIsDone(@TempDir Path folder) throws IOException {
        try (RunningHerald herald = new RunningHerald(folder, Map.of("herald.background.deploy", "false"))) {
            long instance = herald.start(
                    Bpmn.createExecutableProcess("async").startEvent()
                            .serviceTask("task", task -> task.zeebeJobType("smtp_send_email")).endEvent().done(),
                    Map.of("recipient", "ann@example.com", "subject", "Hello", "body", "World", "async", true));
            assertThat(herald.incident(instance)).contains("bpmn/background-delivery.bpmn",
                    "herald.background.deploy is false", "retry the incident");

            herald.client().newDeployResourceCommand().addResourceFromClasspath("bpmn/background-delivery.bpmn").send()
                    .join();
            herald.retryIncident(instance, Map.of());

            herald.assertThatCompleted(instance).hasVariableWithValue("emailResult",
                    Map.of("status", "queued", "message", "Handed over to the background delivery."));
        }
    }
}
