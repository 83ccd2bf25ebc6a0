package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.RunningHerald;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.ActivateJobsRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The client's worker ends with an error while it asks for SMS jobs; the one for emails goes on. */
@ExtendWith(OutputCaptureExtension.class)
class LostWorkerTest {
    private static final AtomicLong NOW = new AtomicLong();
    private static final Asking ASKING = new Asking(NOW::get, type -> Duration.ZERO);
    private static final AtomicBoolean ERROR = new AtomicBoolean();

    @Test
    void isNoticed(@TempDir Path folder, CapturedOutput output) throws IOException {
        try (RunningHerald herald = new RunningHerald(folder,
                Map.of("camunda.client.worker.defaults.stream-enabled", "false",
                        "camunda.client.worker.defaults.poll-interval", "100ms"),
                Loss.class)) {
            Awaitility.await().until(() -> herald.health("liveness").contains("smtp_send_email")
                    && herald.health("liveness").contains("send_sms"));

            ERROR.set(true);
            Awaitility.await().until(() -> output.getOut().contains("The client failed unexpectedly"));
            NOW.addAndGet(Duration.ofMinutes(2).toNanos());

            Awaitility.await().untilAsserted(() -> assertThat(ASKING.health().getDetails()).hasEntrySatisfying(
                    "problem", problem -> assertThat(problem).asString().contains("type send_sms:")));
            assertThat(ASKING.health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(ERROR).isFalse();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Loss {
        @Bean
        @SuppressWarnings("UnnecessaryMethodReference") // so that there is one bean of this class, Herald's own
        ClientInterceptor watched() {
            return ASKING::interceptCall;
        }

        @Bean
        ClientInterceptor failing() {
            return new ClientInterceptor() {
                @Override
                public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options,
                        Channel next) {
                    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                        @Override
                        public void sendMessage(Q message) {
                            if (message instanceof ActivateJobsRequest request && request.getType().equals("send_sms")
                                    && ERROR.getAndSet(false)) {
                                throw new OutOfMemoryError("an error that this test means to happen");
                            }
                            super.sendMessage(message);
                        }
                    };
                }
            };
        }
    }
}
