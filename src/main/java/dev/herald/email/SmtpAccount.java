package dev.herald.email;

import dev.herald.email.address.EmailAddress;
import dev.herald.email.smtp.Deadline;
import dev.herald.email.smtp.Pipelining;
import dev.herald.email.smtp.SmtpConnectionPool;
import dev.herald.email.smtp.SmtpConnector;
import dev.herald.email.smtp.SmtpServer;
import dev.herald.message.Route;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * A preset at work.
 *
 * @param route what it allows
 * @param sender its own From; null where every action names one
 * @param permissions what an action may do
 * @param reporting where bounces go; null for the sender
 * @param alarms what ends attempts that take too long
 */
record SmtpAccount(Route route, SmtpServer server, @Nullable EmailAddress sender, Permissions permissions,
        DataSize maxAttachmentSize, @Nullable Reporting reporting,
        SmtpConnector connector, SmtpConnectionPool pool, Pipelining pipelining, ScheduledExecutorService alarms) {

    SmtpReasons reasons() {
        return new SmtpReasons(route.setting(), server);
    }

    /** A new attempt begins. */
    Deadline newDeadline() {
        return new Deadline(route.sendDeadline(), alarms);
    }
}
