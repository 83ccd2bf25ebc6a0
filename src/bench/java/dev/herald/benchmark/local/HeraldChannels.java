package dev.herald.benchmark.local;

import dev.herald.email.EmailConfiguration;
import dev.herald.email.SmtpSettings;
import dev.herald.message.Attempt;
import dev.herald.message.Progress;
import dev.herald.message.Channel;
import dev.herald.message.Email;
import dev.herald.message.LedgerId;
import dev.herald.message.Message;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Sms;
import dev.herald.sms.SmsConfiguration;
import dev.herald.sms.SmsSettings;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.MapPropertySource;

/** Herald's channels without the rest of Herald. */
public final class HeraldChannels implements AutoCloseable {
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final AtomicLong jobKeys = new AtomicLong();

    /** @param settings Herald's, by property name */
    public HeraldChannels(Map<String, Object> settings) {
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("benchmark", settings));
        Binder binder = Binder.get(context.getEnvironment());
        context.registerBean(SmtpSettings.class, () -> binder.bindOrCreate("herald.smtp", SmtpSettings.class));
        context.registerBean(SmsSettings.class, () -> binder.bindOrCreate("herald.sms", SmsSettings.class));
        context.registerBean(LedgerId.class, () -> new LedgerId("benchmark"));
        context.registerBean(InstantSource.class, InstantSource::system);
        context.register(EmailConfiguration.class, SmsConfiguration.class, SslAutoConfiguration.class);
        context.refresh();
    }

    public Channel<Email> email() {
        return bean(Email.class);
    }

    public Channel<Sms> sms() {
        return bean(Sms.class);
    }

    /** Sends a message; fails if it was not accepted. */
    public <M extends Message> void send(Channel<M> channel, M message) {
        long key = jobKeys.incrementAndGet();
        Outcome outcome = switch (channel.prepare(message, new MessageRef(key, key))) {
            case Channel.Preparation.Ready(var delivery) ->
                delivery.send(new Attempt(Progress.NONE, before -> {})).outcome();
            case Channel.Preparation.NotSendable(Outcome problem) -> problem;
        };
        if (!(outcome instanceof Outcome.Accepted)) {
            throw new IllegalStateException(outcome.toString());
        }
    }

    @SuppressWarnings("unchecked") // asked for by its full type
    private <M extends Message> Channel<M> bean(Class<M> kind) {
        return (Channel<M>) context
                .getBeanProvider(ResolvableType.forClassWithGenerics(Channel.class, kind)).getObject();
    }

    @Override
    public void close() {
        context.close();
    }
}
