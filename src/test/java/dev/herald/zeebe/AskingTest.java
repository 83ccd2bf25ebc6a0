package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.ActionType;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.worker.JobWorker;
import io.camunda.zeebe.gateway.protocol.GatewayGrpc;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.ActivateJobsRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.ActivateJobsResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Requests end by their deadline after 20 s, as the client's do. */
@ExtendWith(OutputCaptureExtension.class)
class AskingTest {
    private static final String NOBODY = "127.0.0.1:1";

    private final AtomicLong now = new AtomicLong();
    private final Asking asking = new Asking(now::get, type -> Duration.ZERO);
    private final ManagedChannel engine = NettyChannelBuilder.forTarget(NOBODY).usePlaintext().build();

    @AfterEach
    void end() {
        engine.shutdownNow();
    }

    @Test
    void saysNothingOfAWorkerThatNeverAsked() {
        pass(Duration.ofDays(1));

        assertThat(asking.health()).isEqualTo(Health.up().withDetail("lastAsked", Map.of()).build());
    }

    @Test
    void isDownWhileAWorkerAsksNoLongerAndSaysWhich(CapturedOutput output) {
        ask(asking, ActionType.SEND_SMS);
        pass(Duration.ofSeconds(70));
        assertThat(status()).isEqualTo(Status.UP);
        ask(asking, ActionType.SMTP_SEND_EMAIL);
        pass(Duration.ofSeconds(20));

        assertThat(status()).isEqualTo(Status.DOWN);
        assertThat(asking.health().getDetails()).hasEntrySatisfying("problem",
                problem -> assertThat(problem).asString().contains("send_sms").doesNotContain("smtp_send_email"));
        assertThat(asking.health().getDetails().get("lastAsked")).asString().contains("send_sms=");
        assertThat(output).containsOnlyOnce("asked for jobs of the type send_sms since");

        ask(asking, ActionType.SEND_SMS);
        assertThat(status()).isEqualTo(Status.UP);
        assertThat(status()).isEqualTo(Status.UP);
        assertThat(output).containsOnlyOnce("Jobs of the type send_sms are asked for again");
    }

    @Test
    void waitsForAsLongAsAWorkerIsSetToPause() {
        Asking withPauses = new Asking(now::get, type -> Duration.ofMinutes(10));
        ask(withPauses, ActionType.SEND_SMS);

        pass(Duration.ofMinutes(11));
        assertThat(withPauses.health().getStatus()).isEqualTo(Status.UP);
        pass(Duration.ofMinutes(1));
        assertThat(withPauses.health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void doesNotCountTheTimeForWhichJobsWaitForASlot() {
        JobSlots slots = new JobSlots(type -> 1, 64 << 20, asking);
        CountDownLatch answered = new CountDownLatch(1);
        ask(asking, ActionType.SEND_SMS);
        slots.take(ActionType.SEND_SMS, 100, () -> await(answered));
        Thread next = Thread.ofPlatform().start(() -> slots.take(ActionType.SEND_SMS, 100, () -> {}));
        Awaitility.await().until(() -> next.getState() == Thread.State.WAITING);

        pass(Duration.ofHours(1));
        assertThat(status()).isEqualTo(Status.UP);
        answered.countDown();
        Awaitility.await().until(() -> !next.isAlive());
        assertThat(status()).isEqualTo(Status.UP);
        pass(Duration.ofSeconds(90));
        assertThat(status()).isEqualTo(Status.DOWN);
    }

    @Test
    void isUpWhileTheEngineIsAwaySinceTheWorkersGoOnAsking() {
        try (CamundaClient client = CamundaClient.newClientBuilder().grpcAddress(URI.create("http://" + NOBODY))
                .preferRestOverGrpc(false).withInterceptors(asking).build();
                JobWorker worker = client.newWorker().jobType("send_sms").handler((jobs, job) -> {}).open()) {
            Awaitility.await().until(() -> !asking.health().getDetails().containsValue(Map.of()));
            for (int hour = 0; hour < 3; hour++) {
                pass(Duration.ofHours(1));
                Awaitility.await().until(() -> status().equals(Status.UP));
            }
            assertThat(worker.isOpen()).isTrue();
        }
    }

    private Status status() {
        return asking.health().getStatus();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private void ask(Asking asking, ActionType type) {
        GatewayGrpc.newStub(engine).withInterceptors(asking).withDeadlineAfter(20, TimeUnit.SECONDS).activateJobs(
                ActivateJobsRequest.newBuilder().setType(type.jobType()).build(), new StreamObserver<>() {
                    @Override
                    public void onNext(ActivateJobsResponse jobs) {}

                    @Override
                    public void onError(Throwable e) {}

                    @Override
                    public void onCompleted() {}
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
