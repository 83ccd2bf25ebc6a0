package dev.herald.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.RunningHerald;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twilio says later, or too many: each message goes out once all the same, and no retry is spent. */
class PushbackTest {
    private static final BpmnModelInstance PROCESS = Bpmn.createExecutableProcess("sms").startEvent()
            .serviceTask("task", task -> task.zeebeJobType("send_sms")).endEvent().done();

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private FaultyTwilio twilio;
    private RunningHerald herald;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        twilio = new FaultyTwilio();
        herald = new RunningHerald(folder, Map.of("herald.sms.senders.default.base-url", twilio.url(),
                "herald.sms.senders.default.send-deadline", "5s", "herald.sms.senders.default.connect-timeout", "5s"));
    }

    @AfterEach
    void stop() throws IOException {
        herald.close();
        twilio.close();
    }

    private void take(FaultyTwilio.Request request, FaultyTwilio.Connection connection) throws IOException {
        taken.add(request.parameters().getOrDefault("To", List.of()).getFirst());
        FaultyTwilio.created("SM" + taken.size()).answer(request, connection);
    }

    private void refuse(FaultyTwilio.Connection connection, int status, int code) throws IOException {
        refused.incrementAndGet();
        connection.reply(status, "", "{\"code\": " + code + "}");
    }

    private void assertThatEachOfIsSentOnce(int messages) {
        List<String> numbers = new ArrayList<>();
        List<Long> instances = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            numbers.add("+1202555%04d".formatted(i));
            instances.add(herald.start(PROCESS, Map.of("phoneNumber", numbers.getLast(), "message", "Hello")));
        }
        for (long instance : instances) {
            herald.assertThatCompleted(instance);
            assertThat(herald.failures(instance)).as("no retry is spent").allMatch(left -> left == 3);
        }
        assertThat(refused).hasPositiveValue();
        assertThat(taken).containsExactlyInAnyOrderElementsOf(numbers);
    }

    @Test
    void waitsWhileTwilioIsNotAvailableAndListsNothing() {
        twilio.onPost((request, connection) -> {
            if (refused.get() < 6) {
                refuse(connection, 503, 20503);
            } else {
                take(request, connection);
            }
        });
        assertThatEachOfIsSentOnce(4);
    }

    @Test
    void waitsWhileThereAreTooManyAtOnce() {
        AtomicInteger atOnce = new AtomicInteger();
        twilio.onPost((request, connection) -> {
            try {
                if (atOnce.incrementAndGet() > 2) {
                    refuse(connection, 429, 20429);
                } else {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100)); // what a message takes
                    take(request, connection);
                }
            } finally {
                atOnce.decrementAndGet();
            }
        });
        assertThatEachOfIsSentOnce(20);
    }
}
