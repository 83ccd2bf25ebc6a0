package dev.herald.guardrail;

import dev.herald.message.ErrorCode;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Outcome.Refused;
import dev.herald.message.Outcome.Unavailable;
import dev.herald.store.DatabaseProblem;
import dev.herald.store.GroupCommit;
import dev.herald.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The budgets of {@code herald.guardrails}, exact over all replicas. A message is charged once, before its first attempt,
 * whatever the provider then says: a loop of refused messages is a loop as well.
 */
public final class Budgets {
    private static final String PATH = "herald.guardrails.";

    private final GuardrailSettings settings;
    private final GroupCommit database;
    private final InstantSource clock;

    Budgets(GuardrailSettings settings, GroupCommit database, InstantSource clock) {
        this.settings = settings;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Charges the message unless it was charged before.
     *
     * @param units 1 for an email, the number of segments for an SMS
     * @return why it may not be sent, if so: {@link Refused}, or {@link Unavailable} where the database does not answer
     */
    public Optional<Outcome> charge(MessageRef ref, int units) {
        if (settings.maxMessagesPerHour() == null && settings.maxMessagesPerProcessInstance() == null) {
            return Optional.empty();
        }
        long now = clock.millis();
        try {
            return database.note(session -> charge(session, ref, units, now));
        } catch (SQLException | RuntimeException e) {
            return Optional.of(new Unavailable(DatabaseProblem.report(e) + " Nothing was sent.", Duration.ZERO));
        }
    }

    private List<Budget> budgets(MessageRef ref, long now, long epoch) {
        List<Budget> budgets = new ArrayList<>();
        // The hour first, in every transaction: none waits for another crosswise.
        add(budgets, "hour:" + Duration.ofMillis(now).toHours(), settings.maxMessagesPerHour(),
                "max-messages-per-hour");
        add(budgets, "instance:" + ref.processInstanceKey() + (epoch == 1 ? "" : "/" + epoch),
                settings.maxMessagesPerProcessInstance(), "max-messages-per-process-instance");
        return budgets;
    }

    private static void add(List<Budget> budgets, String scope, @Nullable Integer most, String setting) {
        if (most != null) {
            budgets.add(new Budget(scope, most, PATH + setting));
        }
    }

    private Optional<Outcome> charge(Session session, MessageRef ref, int units, long now) throws SQLException {
        long epoch = BudgetRows.epoch(session);
        if (!BudgetRows.noteCharge(session, ref.jobKey(), now, epoch)) {
            return Optional.empty();
        }
        List<Budget> budgets = budgets(ref, now, epoch);
        for (int i = 0; i < budgets.size(); i++) {
            Budget budget = budgets.get(i);
            if (units > budget.most() || !BudgetRows.spend(session, budget, units, now)) {
                for (Budget spent : budgets.subList(0, i)) {
                    BudgetRows.giveBack(session, spent, units);
                }
                BudgetRows.forgetCharge(session, ref.jobKey());
                return Optional.of(exhausted(budget, units, BudgetRows.left(session, budget)));
            }
        }
        return Optional.empty();
    }

    private static Outcome exhausted(Budget budget, int units, int left) {
        return new Refused(ErrorCode.NOT_ALLOWED, "The budget of " + budget.most() + " messages (" + budget.setting()
                + ") " + (left > 0
                        ? "has " + left + " left, and this SMS counts " + units + ", one for each segment."
                        : "is used up."));
    }
}
