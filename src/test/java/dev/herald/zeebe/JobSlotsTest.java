package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.ActionType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobSlotsTest {
    private final CountDownLatch answered = new CountDownLatch(1);
    private final JobSlots slots = new JobSlots(type -> 2);

    @AfterEach
    void answer() {
        answered.countDown();
        slots.close();
    }

    @Test
    void letsGoOfWhoeverBringsAJobThatTakesItsTime() {
        slots.take(ActionType.SMTP_SEND_EMAIL, this::untilAnswered);
        CompletableFuture<Void> next = new CompletableFuture<>();
        slots.take(ActionType.SMTP_SEND_EMAIL, () -> next.complete(null));

        assertThat(next).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void keepsWhoeverBringsAJobWhileAllSlotsOfItsTypeAreTaken() {
        slots.take(ActionType.SMTP_SEND_EMAIL, this::untilAnswered);
        slots.take(ActionType.SMTP_SEND_EMAIL, this::untilAnswered);
        CompletableFuture<Void> third = CompletableFuture
                .runAsync(() -> slots.take(ActionType.SMTP_SEND_EMAIL, () -> {}));
        CompletableFuture<Void> other = new CompletableFuture<>();
        slots.take(ActionType.SEND_SMS, () -> other.complete(null));

        assertThat(other).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(third).isNotDone();
        answered.countDown();
        assertThat(third).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void hasTheSlotOfAJobThatFailsForTheNext() {
        for (int i = 0; i < 3; i++) {
            slots.take(ActionType.SEND_SMS, () -> {
                throw new IllegalStateException("a failure that this test means to happen");
            });
        }
        CompletableFuture<Void> next = new CompletableFuture<>();
        slots.take(ActionType.SEND_SMS, () -> next.complete(null));

        assertThat(next).succeedsWithin(10, TimeUnit.SECONDS);
    }

    private void untilAnswered() {
        try {
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
