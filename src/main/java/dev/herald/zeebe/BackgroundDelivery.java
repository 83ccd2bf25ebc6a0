package dev.herald.zeebe;

import dev.herald.dispatch.BackgroundHandover;
import dev.herald.message.Email;
import dev.herald.message.Message;
import dev.herald.message.MessageRef;
import dev.herald.message.Sms;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.CommandWithTenantStep;
import io.camunda.client.api.command.PublishMessageCommandStep1.PublishMessageCommandStep3;
import io.camunda.client.api.response.ActivatedJob;
import java.util.HashMap;
import java.util.Map;

/** The process of its own in which an async action is delivered: {@code bpmn/background-delivery.bpmn}. */
final class BackgroundDelivery {
    static final String PROCESS_ID = "background-delivery";
    static final String MESSAGE_NAME = "herald-background-delivery";

    private final CamundaClient client;

    BackgroundDelivery(CamundaClient client) {
        this.client = client;
    }

    /**
     * Starts the delivery. The job key is message id and correlation key: the engine starts one instance for it however
     * often it is told, and spreads the instances over its partitions.
     */
    void start(ActivatedJob job, Message message, String successMessage) {
        Map<String, Object> variables = new HashMap<>(switch (message) {
            case Email email -> EmailInputs.write(email);
            case Sms sms -> SmsInputs.write(sms);
        });
        variables.put("action", message.type().jobType());
        variables.put("successMessage", successMessage);
        variables.put("origin",
                Map.of("processInstanceKey", Long.toString(job.getProcessInstanceKey()), "bpmnProcessId",
                        job.getBpmnProcessId(), "elementId", job.getElementId(), "elementInstanceKey",
                        Long.toString(job.getElementInstanceKey()), "jobKey", Long.toString(job.getKey())));
        String key = Long.toString(job.getKey());
        PublishMessageCommandStep3 command = client.newPublishMessageCommand().messageName(MESSAGE_NAME)
                .correlationKey(key).messageId(key).timeToLive(BackgroundHandover.DEDUPLICATION).variables(variables);
        if (!job.getTenantId().isEmpty()
                && !job.getTenantId().equals(CommandWithTenantStep.DEFAULT_TENANT_IDENTIFIER)) {
            command.tenantId(job.getTenantId());
        }
        Publishing.once(command);
    }

    /** Identifies the message; a background delivery counts for the flow that it came from. */
    static MessageRef ref(ActivatedJob job, Variables variables) {
        long processInstance = PROCESS_ID.equals(job.getBpmnProcessId())
                ? variables.context("origin").flatMap(origin -> origin.text("processInstanceKey")).map(Long::parseLong)
                        .orElse(job.getProcessInstanceKey())
                : job.getProcessInstanceKey();
        return new MessageRef(job.getKey(), processInstance);
    }
}
