package dev.herald.zeebe;

import dev.herald.dispatch.BackgroundHandover;
import dev.herald.message.Email;
import dev.herald.message.ErrorCode;
import dev.herald.message.Message;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Sms;
import dev.herald.zeebe.input.EmailInputs;
import dev.herald.zeebe.input.SmsInputs;
import dev.herald.zeebe.input.Variables;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The process of its own in which an async action is delivered: {@code bpmn/background-delivery.bpmn}. */
final class BackgroundDelivery {
    static final String PROCESS_ID = "background-delivery";
    static final String MESSAGE_NAME = "herald-background-delivery";

    private final CamundaClient client;
    private final BackgroundProcess process;

    BackgroundDelivery(CamundaClient client, BackgroundProcess process) {
        this.client = client;
        this.process = process;
    }

    /**
     * Starts the delivery. The job key is message id and correlation key: the engine starts one instance for it however
     * often it is told, and spreads the instances over its partitions.
     *
     * @throws RuntimeException when it may not have been started
     */
    Outcome start(ActivatedJob job, Message message, String successMessage) {
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
        String tenantId = job.getTenantId().isEmpty()
                ? client.getConfiguration().getDefaultTenantId()
                : job.getTenantId();
        Optional<String> missing = process.missing(tenantId);
        if (missing.isPresent()) {
            return new Outcome.Misconfigured(missing.get());
        }
        try {
            Publishing.once(client.newPublishMessageCommand().messageName(MESSAGE_NAME).correlationKey(key)
                    .messageId(key).timeToLive(BackgroundHandover.DEDUPLICATION).variables(variables)
                    .tenantId(tenantId));
        } catch (RuntimeException e) {
            if (NeverTaken.is(e)) {
                return new Outcome.Refused(ErrorCode.INVALID_REQUEST,
                        "async: the engine does not take the message for the background, most often since it is too large."
                                + " Send it without async.");
            }
            throw e;
        }
        return new Outcome.Queued();
    }

    /** Identifies the message; a background delivery counts for the flow that it came from. */
    static MessageRef ref(ActivatedJob job, Variables variables) {
        if (PROCESS_ID.equals(job.getBpmnProcessId()) && variables.any("origin").orElse("") instanceof Map<?, ?> origin
                && origin.get("processInstanceKey") instanceof String key && key.matches("\\d{1,18}")) {
            return new MessageRef(job.getKey(), Long.parseLong(key), job.getTenantId());
        }
        return new MessageRef(job.getKey(), job.getProcessInstanceKey(), job.getTenantId());
    }
}
