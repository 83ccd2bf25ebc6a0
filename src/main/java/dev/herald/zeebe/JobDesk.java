package dev.herald.zeebe;

import dev.herald.dispatch.Dispatcher;
import dev.herald.dispatch.Report;
import dev.herald.message.ActionType;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.zeebe.input.Footprint;
import dev.herald.zeebe.input.Inputs;
import dev.herald.zeebe.input.InvalidInputException;
import dev.herald.zeebe.input.Variables;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.worker.JobClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one job from Zeebe to its answer. */
final class JobDesk {
    private static final Logger LOG = LoggerFactory.getLogger(JobDesk.class);
    private static final Pattern WORDS = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private final Dispatcher dispatcher;
    private final BackgroundDelivery background;
    private final Answering answering;
    private final InFlight inFlight;
    private final JobSlots slots;
    private final EngineClock clock;
    private final MeterRegistry meters;

    JobDesk(Dispatcher dispatcher, BackgroundDelivery background, Answering answering, InFlight inFlight,
            JobSlots slots, EngineClock clock, MeterRegistry meters) {
        this.dispatcher = dispatcher;
        this.background = background;
        this.answering = answering;
        this.inFlight = inFlight;
        this.slots = slots;
        this.clock = clock;
        this.meters = meters;
    }

    /** Returns as soon as the job is begun. What it threw the client would answer, with a stack trace. */
    void take(JobClient client, ActivatedJob job, ActionType type) {
        try {
            clock.received(job);
            slots.take(type, Footprint.of(job.getVariables()),
                    inFlight.answering(open -> answer(client, job, type, open)));
        } catch (RuntimeException | Error e) {
            answerWith(client, job, failed(job, e, 0));
        }
    }

    private void answer(JobClient client, ActivatedJob job, ActionType type, boolean open) {
        if (clock.isOver(job)) {
            LOG.warn("Job {} waited here until its lease was over: Zeebe offers it again", job.getKey());
            return;
        }
        answerWith(client, job, open
                ? told(job, work(job, type))
                : new JobAnswer.Fail(job.getRetries(), Duration.ZERO, "Herald is shutting down."));
    }

    private void answerWith(JobClient client, ActivatedJob job, JobAnswer answer) {
        try {
            answering.answer(client, job, answer);
        } catch (Error e) { // a job without an answer comes back
            answering.answer(client, job, failed(job, e, 0));
        }
    }

    /** Whatever happens is an answer: a job that gets none comes back for ever. */
    private JobAnswer work(ActivatedJob job, ActionType type) {
        try {
            return dispatch(job, type);
        } catch (RuntimeException e) {
            return failed(job, e, Math.max(0, job.getRetries() - 1));
        } catch (Error e) { // as OutOfMemoryError: the next attempt would end the same way
            return failed(job, e, 0);
        }
    }

    private JobAnswer dispatch(ActivatedJob job, ActionType type) {
        Answers answers = Answers.of(type, job.getRetries());
        MessageRef ref = new MessageRef(job.getKey(), job.getProcessInstanceKey());
        try {
            Variables variables = Variables.of(job);
            ref = BackgroundDelivery.ref(job, variables);
            answers = answers.onFailure(Inputs.onFailure(variables)).decided(Inputs.onUnconfirmed(variables));
            if (Inputs.gateIsClosed(variables)) { // before its inputs, which the failed step may not have provided
                return answers.to(counted(job, type, dispatcher.withoutSending(ref, Inputs.onUnconfirmed(variables),
                        new Outcome.Skipped())));
            }
            Inputs.Request request = Inputs.request(type, ref, variables);
            return answers.saying(request.successMessage(), request.warnings()).to(counted(job, type, dispatcher
                    .dispatch(request.action(), message -> background.start(job, message, request.successMessage()))));
        } catch (InvalidInputException e) {
            return answers.decided(null).to(counted(job, type, dispatcher.withoutSending(ref, null, e.outcome())));
        }
    }

    private static JobAnswer failed(ActivatedJob job, Throwable e, int retries) {
        // its text may hold what the job held: where it happened is all that is told
        LOG.error("Job {} failed unexpectedly: {} at {}", job.getKey(), e.getClass().getName(),
                Arrays.stream(e.getStackTrace()).limit(10).toList());
        return new JobAnswer.Fail(retries, Duration.ofSeconds(10), "Herald failed unexpectedly ("
                + e.getClass().getSimpleName() + "): see what its log says of this job, and report it.");
    }

    private Report counted(ActivatedJob job, ActionType type, Report report) {
        Outcome outcome = report.outcome();
        if (outcome instanceof Outcome.Refused refused) {
            LOG.info("Job {} of process instance {} ({} of {}) is refused: {} {} {}", job.getKey(),
                    job.getProcessInstanceKey(), job.getElementId(), job.getBpmnProcessId(), refused.code(),
                    Bounds.text(refused.reason()), Bounds.text(refused.reply().text()));
        }
        Counter.builder("herald.outcomes")
                .description(
                        "Jobs answered, by what became of the action; code for those refused, route where one was chosen")
                .tags("action", type.jobType(), "outcome",
                        WORDS.matcher(outcome.getClass().getSimpleName()).replaceAll("-").toLowerCase(Locale.ROOT),
                        "code",
                        outcome instanceof Outcome.Refused refused ? refused.code().name() : "", "route",
                        report.route())
                .register(meters).increment();
        return report;
    }

    /** Tells the log of an incident, in the words that the incident has. */
    private static JobAnswer told(ActivatedJob job, JobAnswer answer) {
        if (answer instanceof JobAnswer.Fail fail && fail.retries() == 0) {
            LOG.warn("Job {} of process instance {} ({} of {}) becomes an incident: {} {}", job.getKey(),
                    job.getProcessInstanceKey(), job.getElementId(), job.getBpmnProcessId(), fail.message(),
                    fail.variables().getOrDefault(Answers.INCIDENT, ""));
        }
        return answer;
    }
}
