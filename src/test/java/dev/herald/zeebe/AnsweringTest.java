package dev.herald.zeebe;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnsweringTest {
    private final FakeZeebe zeebe = new FakeZeebe();

    @ParameterizedTest
    @EnumSource(value = Status.Code.class, names = {"UNAVAILABLE", "RESOURCE_EXHAUSTED", "DEADLINE_EXCEEDED"})
    void repeatsAnAnswerThatTheEngineCanNotTakeNow(Status.Code code) {
        zeebe.refuse(code.toStatus()).refuse(code.toStatus());

        answer();

        assertThat(zeebe.commands).hasSize(3).allMatch(command -> command.startsWith("newCompleteCommand"));
    }

    @Test
    void saysNothingMoreOfAJobThatIsGone() {
        zeebe.refuse(Status.NOT_FOUND);

        answer();

        assertThat(zeebe.commands).hasSize(1);
    }

    @Test
    void makesAnIncidentOfAnAnswerThatIsTooLarge() {
        for (Status status : new Status[]{Status.INVALID_ARGUMENT, Status.RESOURCE_EXHAUSTED
                .withDescription("gRPC message exceeds maximum size 4194304: 4200000"),
                Status.UNKNOWN
                        .withDescription("Command 'COMPLETE' rejected with code 'EXCEEDED_BATCH_RECORD_SIZE': ")}) {
            zeebe.commands.clear();
            zeebe.refuse(status);

            answer();

            assertThat(zeebe.commands).hasSize(2).last().asString().startsWith("newFailCommand")
                    .contains("retries=[0]", "Zeebe did not take the answer to this job.");
        }
    }

    private void answer() {
        new Answering(FakeZeebe.clock()).answer(zeebe.client(), FakeZeebe.job(Map::of),
                new JobAnswer.Complete(Map.of()));
    }
}
