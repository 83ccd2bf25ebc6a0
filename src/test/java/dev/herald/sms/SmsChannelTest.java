package dev.herald.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.Channel.Preparation;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Sms;
import dev.herald.sandbox.LocalTwilio;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmsChannelTest {

    @Test
    void sendsThroughTheOnlySender() throws Exception {
        try (LocalTwilio twilio = LocalTwilio.start();
                SmsSenders senders = new SmsSenders(Senders.oneAt(twilio.baseUrl())
                        .with("account-sid", LocalTwilio.ACCOUNT_SID).with("auth-token", LocalTwilio.AUTH_TOKEN)
                        .settings())) {
            Sms sms = new Sms(null, "+15551234567", "null", List.of(), null, null, null);
            Preparation preparation = new SmsChannel(senders, Clock.systemUTC()).prepare(sms, new MessageRef(1, 2));
            assertThat(preparation).isInstanceOf(Preparation.Ready.class);
            Outcome outcome = ((Preparation.Ready) preparation).delivery().send();
            assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
            assertThat(twilio.newestFirst()).hasSize(1);
        }
    }
}
