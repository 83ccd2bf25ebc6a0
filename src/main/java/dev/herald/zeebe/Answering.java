package dev.herald.zeebe;

import io.camunda.client.api.command.FinalCommandStep;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.worker.JobClient;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the answer to a job and repeats it until the engine has taken it or the job's lease runs out. An answer that it never
 * takes becomes a short incident: the job would come back for ever.
 */
final class Answering {
    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final JobAnswer NOT_TAKEN = new JobAnswer.Fail(0, Duration.ZERO,
            "Zeebe did not take the answer to this job."
                    + " What became of the message stands in Herald's log and ledger: retried, the job is answered from there, and"
                    + " nothing is sent twice.");
    /** Someone else answered it, or the process instance has ended. */
    private static final Set<EngineRefusal> GONE = EnumSet.of(EngineRefusal.NOT_FOUND, EngineRefusal.WRONG_STATE,
            EngineRefusal.ALREADY_THERE);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final EngineClock clock;

    Answering(EngineClock clock) {
        this.clock = clock;
    }

    void answer(JobClient client, ActivatedJob job, JobAnswer answer) {
        if (!isTaken(client, job, answer) && !isTaken(client, job, NOT_TAKEN)) {
            LOG.error("Zeebe does not even take the incident for job {}; it will offer the job again", job.getKey());
        }
    }

    /** Whether there is nothing more to say; false where the engine takes no such answer. */
    private boolean isTaken(JobClient client, ActivatedJob job, JobAnswer answer) {
        Duration pause = Duration.ofMillis(50);
        do {
            try {
                command(client, job, answer).requestTimeout(REQUEST_TIMEOUT).send().join(
                        REQUEST_TIMEOUT.toMillis() + 1000, TimeUnit.MILLISECONDS);
                return true;
            } catch (RuntimeException e) {
                EngineRefusal refusal = EngineRefusal.of(e);
                if (refusal == EngineRefusal.INVALID || NeverTaken.is(e)) {
                    LOG.error("Zeebe does not take the answer {} to job {}", name(answer), job.getKey());
                    return false;
                }
                if (GONE.contains(refusal)) {
                    return true;
                }
                LockSupport.parkNanos(pause.toNanos());
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        } while (!clock.isOver(job));
        LOG.warn("Zeebe did not take the answer {} to job {} in time; it will offer the job again", name(answer),
                job.getKey());
        return true;
    }

    private static FinalCommandStep<?> command(JobClient client, ActivatedJob job, JobAnswer answer) {
        return switch (answer) {
            case JobAnswer.Complete complete -> client.newCompleteCommand(job).variables(complete.variables());
            case JobAnswer.ThrowError error -> client.newThrowErrorCommand(job).errorCode(error.code())
                    .errorMessage(error.message()).variables(error.variables());
            case JobAnswer.Fail fail -> client.newFailCommand(job).retries(fail.retries()).retryBackoff(fail.backoff())
                    .errorMessage(fail.message()).variables(fail.variables());
        };
    }

    private static String name(JobAnswer answer) {
        return answer.getClass().getSimpleName();
    }
}
