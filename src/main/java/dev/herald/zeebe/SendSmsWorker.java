package dev.herald.zeebe;

import dev.herald.message.ActionType;
import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.worker.JobClient;

/** The worker for {@code send_sms}; public since the starter calls it by reflection. */
public final class SendSmsWorker {
    private final JobDesk desk;

    SendSmsWorker(JobDesk desk) {
        this.desk = desk;
    }

    @JobWorker(type = "send_sms", name = "herald-send_sms", autoComplete = false)
    public void sendSms(JobClient client, ActivatedJob job) {
        desk.take(client, job, ActionType.SEND_SMS);
    }
}
