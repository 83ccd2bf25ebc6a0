package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.zeebe.model.bpmn.Bpmn;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The message is sent, but what Herald tells the engine then gets lost. */
class LostAnswersTest {
    private static final Map<String, Object> EMAIL = Map.of("recipient", "ann@example.com", "subject", "Hello", "body",
            "World");
    private RunningHerald herald;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        Loss.requestsToLose.set(0);
        Loss.repliesToLose.set(0);
        Loss.loseUntil = Instant.EPOCH;
        herald = new RunningHerald(folder, Map.of("camunda.client.worker.defaults.timeout", "5s"), Loss.class);
    }

    @AfterEach
    void stop() throws IOException {
        herald.close();
    }

    @Test
    void repeatsACompletionUntilTheEngineTakesIt() {
        Loss.requestsToLose.set(3);

        completesWithOneEmail();
        assertThat(Loss.requestsToLose).hasValue(0);
    }

    @Test
    void takesACompletionWhoseReplyWasLostForDone() {
        Loss.repliesToLose.set(1);

        completesWithOneEmail();
        assertThat(Loss.repliesToLose).hasValue(0);
    }

    @Test
    void completesWithoutSendingAgainWhenTheJobComesBackAfterItsLease() {
        Loss.loseUntil = Instant.now().plusSeconds(12);

        completesWithOneEmail();
        assertThat(Instant.now()).isAfter(Loss.loseUntil);
    }

    private void completesWithOneEmail() {
        long instance = herald.start(Bpmn.createExecutableProcess("lost").startEvent()
                .serviceTask("task", task -> task.zeebeJobType("smtp_send_email")).endEvent().done(), EMAIL);

        herald.assertThatCompleted(instance);
        assertThat(herald.smtp().mailbox().received()).isEqualTo(1);
    }

    /** Loses completions on their way to the engine, or the engine's replies. */
    @Configuration(proxyBeanMethods = false)
    static class Loss {
        private static final Status LOST = Status.UNAVAILABLE.withDescription("lost by the test");
        static final AtomicInteger requestsToLose = new AtomicInteger();
        static final AtomicInteger repliesToLose = new AtomicInteger();
        static volatile Instant loseUntil = Instant.EPOCH;

        @Bean
        ClientInterceptor loss() {
            return new ClientInterceptor() {
                @Override
                public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options,
                        Channel next) {
                    ClientCall<Q, R> call = next.newCall(method, options);
                    return "CompleteJob".equals(method.getBareMethodName()) ? new LossyCall<>(call) : call;
                }
            };
        }

        private static boolean take(AtomicInteger toLose) {
            return toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        }

        private static final class LossyCall<Q, R> extends SimpleForwardingClientCall<Q, R> {
            private boolean lost;

            LossyCall(ClientCall<Q, R> call) {
                super(call);
            }

            @Override
            public void start(Listener<R> listener, Metadata headers) {
                lost = take(requestsToLose) || Instant.now().isBefore(loseUntil);
                if (lost) {
                    listener.onClose(LOST, new Metadata());
                } else {
                    super.start(take(repliesToLose) ? new Deaf<>(listener) : listener, headers);
                }
            }

            @Override
            public void sendMessage(Q message) {
                if (!lost) {
                    super.sendMessage(message);
                }
            }

            @Override
            public void request(int messages) {
                if (!lost) {
                    super.request(messages);
                }
            }

            @Override
            public void halfClose() {
                if (!lost) {
                    super.halfClose();
                }
            }
        }

        /** Hears an error whatever the engine says. */
        private static final class Deaf<R> extends SimpleForwardingClientCallListener<R> {
            Deaf(ClientCall.Listener<R> listener) {
                super(listener);
            }

            @Override
            public void onMessage(R message) {}

            @Override
            public void onClose(Status status, Metadata trailers) {
                super.onClose(LOST, trailers);
            }
        }
    }
}
