package dev.herald.architecture.planted.email;

import com.twilio.http.Response;
import dev.herald.architecture.planted.sms.PlantedSms;
import io.camunda.client.api.response.ActivatedJob;

final class EmailThatTexts {
    Response response(PlantedSms sms, ActivatedJob job) {
        return new Response(job.getType() + sms.isEmail(job), 201);
    }
}
