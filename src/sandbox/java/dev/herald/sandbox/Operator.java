package dev.herald.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.sandbox.engine.Instance;
import dev.herald.sandbox.engine.InstanceWatch;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
import java.nio.charset.StandardCharsets;

/**
 * What one does on the page, as one would in Operate: with the engine's own commands.
 * <p>
 * Every method throws a {@link ClientException} where the engine refuses.
 */
final class Operator {
    private final Herald herald;
    private final InstanceWatch watch;
    private final Catalog catalog;

    Operator(Herald herald, InstanceWatch watch, Catalog catalog) {
        this.herald = herald;
        this.watch = watch;
        this.catalog = catalog;
    }

    /** The key of the new instance. */
    long start(String processId, JsonNode variables) {
        long key = client().newCreateInstanceCommand().bpmnProcessId(processId).latestVersion()
                .variables(variables.toString()).send().join().getProcessInstanceKey();
        watch.awaitStart(key);
        return key;
    }

    /** @param scope an instance, or the instance of an element, whose own they become */
    void set(long scope, JsonNode variables) {
        client().newSetVariablesCommand(scope).variables(variables.toString()).local(true).send().join();
    }

    /**
     * Retries an incident.
     *
     * @throws SandboxFailure if it is there no longer
     */
    void retry(long instanceKey, long incidentKey) {
        Instance.Incident incident = watch.find(instanceKey).stream()
                .flatMap(instance -> instance.incidents().stream()).filter(open -> open.key() == incidentKey)
                .findFirst().orElseThrow(() -> new SandboxFailure("The incident is resolved already."));
        if (incident.jobKey() > 0) {
            client().newUpdateRetriesCommand(incident.jobKey()).retries(1).send().join();
        }
        client().newResolveIncidentCommand(incidentKey).send().join();
    }

    /** Does the work of a worker that is not here. */
    void complete(long jobKey, JsonNode variables) {
        client().newCompleteCommand(jobKey).variables(variables.toString()).send().join();
    }

    /** Deploys a file that was dropped on the page. */
    Catalog.Source drop(String name, String content) {
        return catalog.take(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Forgets a file and its errors, until it is dropped again or changes in the folder. */
    void dismiss(String name) {
        catalog.drop(name);
    }

    private CamundaClient client() {
        return herald.client();
    }
}
