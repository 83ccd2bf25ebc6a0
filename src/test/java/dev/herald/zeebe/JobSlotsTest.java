package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.ActionType;
import io.camunda.client.spring.properties.CamundaClientJobWorkerProperties;
import io.camunda.client.spring.properties.CamundaClientProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobSlotsTest {
    private final CountDownLatch answered = new CountDownLatch(1);
    private final JobSlots slots = new JobSlots(type -> 2, 64 << 20, FakeZeebe.asking());

    @AfterEach
    void answer() {
        answered.countDown();
    }

    @Test
    void letsGoOfWhoeverBringsAJobThatTakesItsTime() {
        slots.take(ActionType.SMTP_SEND_EMAIL, 100, this::untilAnswered);
        CompletableFuture<Void> next = new CompletableFuture<>();
        slots.take(ActionType.SMTP_SEND_EMAIL, 100, () -> next.complete(null));

        assertThat(next).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void keepsWhoeverBringsAJobWhileAllSlotsOfItsTypeAreTaken() {
        slots.take(ActionType.SMTP_SEND_EMAIL, 100, this::untilAnswered);
        slots.take(ActionType.SMTP_SEND_EMAIL, 100, this::untilAnswered);
        Thread third = Thread.ofPlatform().start(() -> slots.take(ActionType.SMTP_SEND_EMAIL, 100, () -> {}));
        CompletableFuture<Void> other = new CompletableFuture<>();
        slots.take(ActionType.SEND_SMS, 100, () -> other.complete(null));

        assertThat(other).succeedsWithin(10, TimeUnit.SECONDS);
        assertIsKeptUntilAnswered(third);
    }

    @Test
    void keepsWhoeverBringsALargeJobWhileOthersHoldTheMemory() {
        slots.take(ActionType.SMTP_SEND_EMAIL, 40_000_000, this::untilAnswered);
        Thread large = Thread.ofPlatform().start(() -> slots.take(ActionType.SMTP_SEND_EMAIL, 8_000_000, () -> {}));
        untilItWaits(large); // a small one must not queue behind it
        CompletableFuture<Void> small = new CompletableFuture<>();
        slots.take(ActionType.SEND_SMS, 80_000, () -> small.complete(null));

        assertThat(small).succeedsWithin(10, TimeUnit.SECONDS);
        assertIsKeptUntilAnswered(large);
    }

    @Test
    void hasTheSlotOfAJobThatFailsForTheNext() {
        for (int i = 0; i < 3; i++) {
            slots.take(ActionType.SEND_SMS, 100, () -> {
                throw new IllegalStateException("a failure that this test means to happen");
            });
        }
        CompletableFuture<Void> next = new CompletableFuture<>();
        slots.take(ActionType.SEND_SMS, 100, () -> next.complete(null));

        assertThat(next).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void haveAJobDoneByWhoeverBringsItWhereNoThreadCanBeStarted() {
        JobSlots withoutThreads = new JobSlots(type -> 1, 64 << 20, FakeZeebe.asking(), job -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        List<Thread> done = new ArrayList<>();
        withoutThreads.take(ActionType.SEND_SMS, 40_000_000, () -> done.add(Thread.currentThread()));
        withoutThreads.take(ActionType.SEND_SMS, 40_000_000, () -> done.add(Thread.currentThread()));

        assertThat(done).containsExactly(Thread.currentThread(), Thread.currentThread());
    }

    @Test
    void areAsManyAsTheWorkersOwnSettingSays() {
        CamundaClientProperties properties = new CamundaClientProperties();
        properties.getWorker().getDefaults().setMaxJobsActive(2);
        CamundaClientJobWorkerProperties own = new CamundaClientJobWorkerProperties();
        own.setMaxJobsActive(1);
        properties.getWorker().getOverride().put("send_sms", own);
        JobSlots configured = new ZeebeConfiguration().jobSlots(properties, FakeZeebe.asking());
        configured.take(ActionType.SEND_SMS, 100, this::untilAnswered);
        Thread second = Thread.ofPlatform().start(() -> configured.take(ActionType.SEND_SMS, 100, () -> {}));
        configured.take(ActionType.SMTP_SEND_EMAIL, 100, this::untilAnswered);
        configured.take(ActionType.SMTP_SEND_EMAIL, 100, this::untilAnswered);

        assertIsKeptUntilAnswered(second);
    }

    private void assertIsKeptUntilAnswered(Thread thread) {
        untilItWaits(thread);
        answered.countDown();
        Awaitility.await().until(() -> !thread.isAlive());
    }

    private static void untilItWaits(Thread thread) {
        Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
    }

    private void untilAnswered() {
        try {
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
