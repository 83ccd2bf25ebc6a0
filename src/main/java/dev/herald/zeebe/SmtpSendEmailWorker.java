package dev.herald.zeebe;

import dev.herald.message.ActionType;
import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.worker.JobClient;

/** The worker for {@code smtp_send_email}; public since the starter calls it by reflection. */
public final class SmtpSendEmailWorker {
    private final JobDesk desk;

    SmtpSendEmailWorker(JobDesk desk) {
        this.desk = desk;
    }

    @JobWorker(type = "smtp_send_email", name = "herald-smtp_send_email", autoComplete = false)
    public void sendEmail(JobClient client, ActivatedJob job) {
        desk.take(client, job, ActionType.SMTP_SEND_EMAIL);
    }
}
